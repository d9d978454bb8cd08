import Corpora
import Datasets
import Files

/// A file of scores of a corpus's records: JSON lines with `index` (from 0, in the corpus's order) or `id` (the record's own field), and
/// `complexity`, `quality` or both. What `assay select` writes is such a file.
struct ScoreFile {
  struct Scores: Equatable {
    var complexity: Double?
    var quality: Double?
  }

  /// For each record; nil for those of which the file says nothing.
  let scores: [Scores?]
  /// Of the file's bytes.
  let digest: String

  private static let format = "one JSON object a line with index or id, and the numbers complexity, quality or both"

  init(_ path: String, of records: [CorpusRecord]) throws(Diagnostic) {
    let file = try DataFile(packed: path)
    digest = file.bytes.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
    var places: [String: [Int]] = [:]
    for (place, record) in records.enumerated() {
      if let id = record.id { places[id, default: []].append(place) }
    }
    var scores = [Scores?](repeating: nil, count: records.count)
    for record in try JSONLines.records(of: file, format: Self.format) {
      let place = try Self.place(of: record, places, count: records.count)
      guard scores[place] == nil else { throw record.failure("scores \(records[place].name) a second time") }
      scores[place] = Scores(
        complexity: try Self.number("complexity", of: record), quality: try Self.number("quality", of: record))
    }
    self.scores = scores
  }

  private static func place(
    of record: Record, _ places: [String: [Int]], count: Int
  ) throws(Diagnostic) -> Int {
    if record.value["index"] != nil {
      let index = try record.integer("index")
      guard (0..<count).contains(index) else {
        throw record.failure("field \"index\" is \(index), and the corpus has \(count) records")
      }
      return index
    }
    guard let value = record.value["id"], let id = CorpusRecord.id(value) else {
      throw record.failure("has neither index nor id")
    }
    guard let found = places[id] else { throw record.failure("no record has the id \"\(id)\"") }
    guard found.count == 1 else { throw record.failure("\(found.count) records have the id \"\(id)\"") }
    return found[0]
  }

  private static func number(_ key: String, of record: Record) throws(Diagnostic) -> Double? {
    guard let value = record.value[key], !value.isNull else { return nil }
    guard let number = value.number, number.isFinite else { throw record.failure("field \"\(key)\" is not a number") }
    return number
  }
}
