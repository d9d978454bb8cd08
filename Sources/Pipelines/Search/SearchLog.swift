import Files
import Merging

/// `search.jsonl`: what is searched for, then a line a candidate. A search that was interrupted takes from it what it knows.
final class SearchLog {
  struct Candidate: Sendable {
    var weights: MergeWeights
    /// On the items that are chosen by; more is better.
    var value: Double
    /// Of each task, in their order: its own metric, and what the search goes by.
    var tasks: [(name: String, metric: Double, value: Double)]
  }

  /// In the order in which they were proposed.
  private(set) var candidates: [Candidate] = []
  /// Bytes of a last line that was being written when the search was killed, and that went; 0 as a rule.
  private(set) var repairedBytes = 0
  private let file: AppendOnlyFile

  /// Opens the log of a search, or begins one.
  /// - Parameter asked: all that decides what comes out.
  init(folder: String, asked: JSON) throws(Diagnostic) {
    let path = folder + "/search.jsonl", head: JSON = ["asked": asked]
    if FileSystem.exists(path) {
      let text = String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
      // A last line without its end was being written when the search was killed.
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      repairedBytes = lines.popLast()?.utf8.count ?? 0
      let hasDigests = lines.dropFirst().contains { $0.contains(Candidate.digestName) }
      if let first = lines.first {
        guard String(first) == head.text() else {
          throw Diagnostic(
            path, "holds another search: of other models, tasks or settings", expected: "another folder, or --fresh")
        }
        for (index, line) in lines.enumerated().dropFirst() {
          guard let json = try? JSON(parsing: String(line)), let candidate = Candidate(json, hasDigest: hasDigests)
          else {
            throw Diagnostic(
              "\(path):\(index + 1)", "cannot be read",
              expected: "what assay search wrote, with its SHA-256; or --fresh")
          }
          candidates.append(candidate)
        }
      }
    }
    var replacement = try FileReplacement(of: path)
    try replacement.append(head.text() + "\n")
    for candidate in candidates { try replacement.append(candidate.json.text() + "\n") }
    try replacement.commit()
    file = try AppendOnlyFile(path)
  }

  func append(_ candidate: Candidate) throws(Diagnostic) {
    try file.append(Array((candidate.json.text() + "\n").utf8))
    candidates.append(candidate)
  }

  /// The one that is worth most, the first of several.
  var best: Candidate? {
    candidates.reduce(nil) { best, next in
      guard let best, best.value >= next.value else { return next }
      return best
    }
  }
}

extension SearchLog.Candidate {
  var json: JSON {
    var line = plain
    line[Self.digestName] = .string(SHA256.hexadecimal(of: JSON.object(plain).text()))
    return .object(line)
  }

  static let digestName = "sha256"

  private static let known: Set<String> = ["shares", "lambda", "value", "tasks", digestName]

  /// Without its digest.
  private var plain: JSONObject {
    [
      "shares": .array(weights.shares.map { .number($0) }), "lambda": .number(weights.lambda), "value": .number(value),
      "tasks": .array(
        tasks.map { ["task": .string($0.name), "metric": .number($0.metric), "value": .number($0.value)] }),
    ]
  }

  /// Reads a line; nil where it is damaged.
  /// - Parameter hasDigest: whether the file has digests, which earlier versions did not write.
  init?(_ json: JSON, hasDigest: Bool) {
    guard let members = json.object, members.members.allSatisfy({ Self.known.contains($0.key) }) else { return nil }
    if hasDigest {
      var line = members
      guard let digest = line[Self.digestName] else { return nil }
      line[Self.digestName] = nil
      guard digest.string == SHA256.hexadecimal(of: JSON.object(line).text()) else { return nil }
    }
    guard let shares = json["shares"]?.array?.compactMap(\.number), let lambda = json["lambda"]?.number,
      let value = json["value"]?.number, let tasks = json["tasks"]?.array
    else { return nil }
    self.weights = MergeWeights(shares: shares, lambda: lambda)
    self.value = value
    self.tasks = tasks.compactMap { task in
      guard let name = task["task"]?.string, let metric = task["metric"]?.number, let value = task["value"]?.number
      else { return nil }
      return (name, metric, value)
    }
    guard self.tasks.count == tasks.count, shares.count == json["shares"]?.array?.count else { return nil }
  }
}
