import Datasets
import Files

/// The records of one file of a corpus.
struct CorpusFile {
  private(set) var records: [CorpusRecord] = []
  private(set) var leftOut: [LeftOutRecord] = []
  /// Where those that were left out stood among all, from 0.
  private(set) var leftOutPositions: [Int] = []
  private let badRecords: BadRecords
  private let turns: CorpusFormat.TurnChoice
  private let file: String

  init(
    _ file: DataFile, format: CorpusFormat?, turns: CorpusFormat.TurnChoice, documents: Corpus.Documents,
    badRecords: BadRecords
  ) throws(Diagnostic) {
    self.badRecords = badRecords
    self.turns = turns
    self.file = file.name
    let name = file.name.hasSuffix(".gz") ? String(file.name.dropLast(3)) : file.name
    if name.hasSuffix(".json") {
      let all = try Record.array(of: file, format: (format ?? .messages).description)
      try read(all.map { .success($0) }, format)
    } else if name.hasSuffix(".jsonl") {
      let expectation = (format ?? .alpaca).description
      let entries = try JSONLines.entries(of: file, format: expectation)
      try read(
        entries.map { line, value in
          value.map { Record($0, place: "\(file.name):\(line)", format: expectation) }
        }, format)
    } else {
      guard format == nil || format == .text else {
        throw Diagnostic(file.name, "is neither .jsonl nor .json", expected: "only plain text may have other names")
      }
      records = try file.documents(documents)
    }
  }

  private mutating func read(_ all: [Result<Record, Diagnostic>], _ asked: CorpusFormat?) throws(Diagnostic) {
    var format = asked
    for (position, entry) in all.enumerated() {
      do throws(Diagnostic) {
        let record = try entry.get()
        if format == nil { format = record.value.object.flatMap(CorpusFormat.of) }
        guard let format else {
          let forms = CorpusFormat.allCases.map { "\($0.rawValue): \($0.description)" }
          throw Diagnostic(
            record.place, "is a record of no known form", expected: forms.joined(separator: "; "))
        }
        let named = Record(record.value, place: record.place, format: format.description)
        switch try format.reading(of: named, turns: turns) {
        case .content(let content):
          records.append(
            CorpusRecord(
              name: record.place, source: source(of: record), content: content, taskType: Self.taskType(of: record),
              id: record.value["id"].flatMap(CorpusRecord.id)))
        case .unfit(let reason):
          guard badRecords != .refuse else { throw named.failure(reason) }
          leaveOut(LeftOutRecord(name: record.place, reason: reason), at: position)
        }
      } catch {
        guard badRecords == .skip else {
          throw Diagnostic(
            error.place, error.problem,
            expected: error.expectation + "; on_bad_record: skip leaves such records out", status: error.status)
        }
        leaveOut(LeftOutRecord(name: error.place, reason: error.problem), at: position)
      }
    }
  }

  private mutating func leaveOut(_ record: LeftOutRecord, at position: Int) {
    leftOut.append(record)
    leftOutPositions.append(position)
  }

  /// The field `task_type`, as a number or written out; other programs have other words there, which say nothing here.
  private static func taskType(of record: Record) -> Int? {
    guard let value = record.value["task_type"] else { return nil }
    let type = value.integer ?? value.string.flatMap { Int($0) }
    return type == 0 || type == 1 ? type : nil
  }

  /// The field `source`, else `dataset`, as text: a number names a source as well as a word does. Null is as if it were not there.
  private func source(of record: Record) -> String {
    for key in ["source", "dataset"] {
      guard let value = record.value[key], !value.isNull else { continue }
      // 4 and 4.0 are one.
      return value.string ?? value.integer.map { "\($0)" } ?? value.text()
    }
    return file
  }
}

extension DataFile {
  /// A file of plain text as records.
  fileprivate func documents(_ documents: Corpus.Documents) throws(Diagnostic) -> [CorpusRecord] {
    let text = try text()
    if documents == .file {
      return text.isEmpty ? [] : [CorpusRecord(name: "\(name):1", source: name, content: .text(text))]
    }
    var result: [CorpusRecord] = []
    var lines: [Substring] = [], first = 0
    func end() {
      if !lines.isEmpty {
        result.append(
          CorpusRecord(
            name: "\(name):\(first)", source: name, content: .text(lines.joined(separator: "\n"))))
      }
      lines = []
    }
    let all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in all.enumerated() {
      if line.allSatisfy(\.isWhitespace) {
        end()
      } else {
        if lines.isEmpty { first = index + 1 }
        lines.append(line)
        if documents == .line { end() }
      }
    }
    end()
    return result
  }
}
