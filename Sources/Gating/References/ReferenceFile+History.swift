public import Evaluation
public import Files
public import Reporting

extension ReferenceFile {
  /// The same after a run was accepted in place of the one before.
  public func accepting(_ run: StoredRun, date: String, by: String, why: String, commit: String) -> ReferenceFile {
    ReferenceFile(run: run, history: [Acceptance(of: run, date: date, by: by, why: why, commit: commit)] + history)
  }

  /// The acceptances, the latest first.
  public var log: TextTable {
    var table = TextTable([.left, .left, .left, .left, .left, .left], dispensable: [5])
    table.add(["accepted", "by", "why", "commit", "digest", "scores"])
    for entry in history {
      table.add([
        entry.date, entry.by, entry.why, String(entry.commit.prefix(12)), String(entry.digest.prefix(12)), entry.scores,
      ])
    }
    return table
  }
}

extension ReferenceFile.Acceptance {
  public init(of run: StoredRun, date: String, by: String, why: String, commit: String) {
    func line(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }
    self.init(
      date: date, by: line(by), why: line(why), commit: line(commit), model: line(run.model), digest: run.digest,
      scores: run.tasks.map { "\($0.name) \($0.summary)" }.joined(separator: "; "))
  }

  var line: String { "\(date) by \(by): \(why) (commit \(commit.prefix(12)), digest \(digest.prefix(12)))" }

  public var json: JSON {
    [
      "date": .string(date), "by": .string(by), "why": .string(why), "commit": .string(commit), "model": .string(model),
      "digest": .string(digest), "scores": .string(scores),
    ]
  }

  init?(_ json: JSON) {
    guard let date = json["date"]?.string, let by = json["by"]?.string, let why = json["why"]?.string,
      let commit = json["commit"]?.string, let model = json["model"]?.string, let digest = json["digest"]?.string,
      let scores = json["scores"]?.string
    else { return nil }
    self.init(date: date, by: by, why: why, commit: commit, model: model, digest: digest, scores: scores)
  }
}
