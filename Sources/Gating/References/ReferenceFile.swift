import Datasets
public import Evaluation
public import Files
import Reporting

/// A run that was accepted as what later ones are compared with, in one file that is small enough for a repository: a head that people
/// read in a pull request, and the outcomes of all items, packed.
public struct ReferenceFile: Sendable, Equatable {
  public var run: StoredRun
  /// The acceptances so far, the latest first.
  public var history: [Acceptance]

  public struct Acceptance: Sendable, Equatable {
    /// ISO 8601, UTC.
    public var date: String
    public var by: String
    public var why: String
    public var commit: String
    public var model: String
    public var digest: String
    /// The scores of the tasks, for people.
    public var scores: String

    public init(date: String, by: String, why: String, commit: String, model: String, digest: String, scores: String) {
      self.date = date
      self.by = by
      self.why = why
      self.commit = commit
      self.model = model
      self.digest = digest
      self.scores = scores
    }
  }

  public init(run: StoredRun, history: [Acceptance]) {
    self.run = run
    self.history = history
  }

  /// The run at a place: a folder, the file of a reference, or a model of a report. Throws with the status "not comparable" where neither can be read.
  public static func run(at path: String) throws(Diagnostic) -> StoredRun {
    if let model = ReportedModel(path) { return try model.run() }
    guard FileSystem.exists(path), !FileSystem.isDirectory(path) else { return try StoredRun(folder: path) }
    return try ReferenceFile(path).run
  }

  static let title = "assay reference 1"
  private static let rule = "---\n"

  /// Whether a file begins as a reference does.
  public static func isReference(_ path: String) -> Bool {
    guard let bytes = try? FileSystem.bytes(of: path) else { return false }
    return bytes.starts(with: (title + "\n").utf8)
  }

  /// The text of the file.
  public var text: String {
    let head = head,
      record: JSON = [
        "head_sha256": .string(SHA256.hexadecimal(of: head)), "model": .string(run.model),
        "digest": .string(run.digest),
        "identity": run.identity, "history": .array(history.map(\.json)), "tasks": .array(run.tasks.map(\.columns)),
      ]
    var packed = Base64.text(Gzip.pack(Array(record.text().utf8)))[...], lines = ""
    while !packed.isEmpty {
      lines += packed.prefix(120) + "\n"
      packed = packed.dropFirst(120)
    }
    return head + "data: sha256 \(SHA256.hexadecimal(of: lines))\n" + Self.rule + lines
  }

  private var head: String {
    var text = Self.title + "\n"
    if let last = history.first {
      text += "accepted: \(last.date)\nby: \(last.by)\nwhy: \(last.why)\ncommit: \(last.commit)\n"
    }
    text += "model: \(run.model)\ndigest: \(run.digest)\n"
    for task in run.tasks { text += "\(task.id): \(task.summary), \(task.items.count) items\n" }
    for entry in history.dropFirst() { text += "before: \(entry.line)\n" }
    return text
  }

  /// Reads a file; throws where anything of it is not what was written.
  public init(_ path: String) throws(Diagnostic) {
    let bytes = try FileSystem.bytes(of: path)
    guard let text = String(validating: bytes, as: UTF8.self), text.hasPrefix(Self.title + "\n") else {
      throw .notReference(path, "is no reference")
    }
    guard let rule = text.firstRange(of: "\n" + Self.rule), let data = text.firstRange(of: "\ndata: sha256 "),
      data.upperBound <= rule.lowerBound
    else {
      throw .notReference(path, "is cut off")
    }
    let head = String(text[...data.lowerBound]), digest = String(text[data.upperBound..<rule.lowerBound])
    let lines = String(text[rule.upperBound...])
    guard SHA256.hexadecimal(of: lines) == digest,
      let packed = Base64.bytes(lines.utf8.lazy.filter { $0 != UInt8(ascii: "\n") }),
      let body = try? Gzip.unpack(packed, place: path), let json = try? body.withUnsafeBytes({ try JSON(parsing: $0) }),
      json["head_sha256"]?.string == SHA256.hexadecimal(of: head)
    else { throw .notReference(path, "is not what was written") }
    guard let model = json["model"]?.string, let outcome = json["digest"]?.string, let identity = json["identity"],
      let tasks = json["tasks"]?.array, let history = json["history"]?.array
    else { throw .notReference(path, "does not hold what a reference holds") }
    let records = tasks.compactMap { TaskRecord(columns: $0) }, acceptances = history.compactMap { Acceptance($0) }
    guard records.count == tasks.count, acceptances.count == history.count else {
      throw .notReference(path, "does not hold what a reference holds")
    }
    self.init(
      run: StoredRun(
        place: path, model: model, digest: outcome, identity: identity, goldSteps: TaskRecord.goldSteps, tasks: records),
      history: acceptances)
  }
}

extension TaskRecord {
  /// `acc 0.4312, acc_norm 0.4500`.
  var summary: String {
    let layout = ItemLayout(items, aggregation: aggregation, cluster: .item)
    return metrics.indices.map { index in
      let scores = items.map { $0.scores[index] }, pairs = PairedMetric(reference: scores, candidate: scores, layout)
      return "\(metrics[index].label) \(Quantity.fraction(pairs.referenceMean))"
    }.joined(separator: ", ")
  }
}

extension Diagnostic {
  fileprivate static func notReference(_ path: String, _ problem: String) -> Diagnostic {
    Diagnostic(
      path, problem, expected: "the folder of a finished run, or a file as 'assay gate accept' wrote it",
      status: .notComparable)
  }
}
