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
  private let path: String
  private let head: JSON
  /// nil where candidates are written by `keep` alone.
  private let file: AppendOnlyFile?

  /// Opens the log of a search, or begins one.
  /// - Parameters:
  ///   - asked: all that decides what comes out.
  ///   - places: where that lies, which does not matter.
  ///   - isKept: whether each candidate is written at once, which one process alone may do.
  ///   - changes: what is asked otherwise than in an earlier search's first line, for people.
  init(
    folder: String, asked: JSON, places: JSON? = nil, isKept: Bool = true,
    changes: (JSON) -> [String] = { _ in ["of other settings"] }
  ) throws(Diagnostic) {
    path = folder + "/search.jsonl"
    var members: JSONObject = ["asked": asked]
    members["places"] = places
    var head = JSON.object(members)
    if FileSystem.exists(path) {
      let bytes = try FileSystem.bytes(of: path)
      let first = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first.map {
        String(decoding: $0, as: UTF8.self)
      }
      if let old = first.flatMap({ try? JSON(parsing: $0) }), let was = old["asked"] {
        guard was == asked else {
          throw Diagnostic(
            path, "holds another search: \(changes(old).joined(separator: "; "))",
            expected: "another folder, or --fresh")
        }
        // Where everything lay then stays as it was told.
        head = old
      }
      (candidates, repairedBytes) = try Self.candidates(in: bytes, path, head)
    }
    self.head = head
    if isKept {
      try Self.write(head, candidates, to: path)
      file = try AppendOnlyFile(path)
    } else {
      file = nil
    }
  }

  private static func write(_ head: JSON, _ candidates: [Candidate], to path: String) throws(Diagnostic) {
    var replacement = try FileReplacement(of: path)
    try replacement.append(head.text() + "\n")
    for candidate in candidates { try replacement.append(candidate.json.text() + "\n") }
    try replacement.commit()
  }

  /// Writes all of them, where that was not done one by one.
  func keep() throws(Diagnostic) { if file == nil { try Self.write(head, candidates, to: path) } }

  /// What the lines hold, and the length of a last line without its end, which was being written when the search was killed.
  /// - Parameter head: what the first line must say.
  private static func candidates(
    in bytes: [UInt8], _ path: String, _ head: JSON
  ) throws(Diagnostic) -> (candidates: [Candidate], torn: Int) {
    // By bytes: to a Character \r\n is no line feed.
    let parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let lines = parts.dropLast().map {
      String(validating: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self)
    }
    guard lines.first.map({ $0 == head.text() }) ?? head.text().utf8.starts(with: bytes) else {
      throw Diagnostic(
        path, "does not begin with what is searched for", expected: "what assay search wrote, or --fresh")
    }
    let hasDigests = lines.dropFirst().contains { $0?.contains(Candidate.digestName) == true }
    let candidates = try lines.enumerated().dropFirst().map { (index, line) throws(Diagnostic) in
      guard let line, let json = try? JSON(parsing: line), let candidate = Candidate(json, hasDigest: hasDigests) else {
        throw Diagnostic(
          "\(path):\(index + 1)", "cannot be read", expected: "what assay search wrote, with its SHA-256; or --fresh")
      }
      return candidate
    }
    return (candidates, parts.last?.count ?? 0)
  }

  func append(_ candidate: Candidate) throws(Diagnostic) {
    try file?.append(Array((candidate.json.text() + "\n").utf8))
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
