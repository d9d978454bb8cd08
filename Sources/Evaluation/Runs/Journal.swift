public import Files

/// The finished items of a run, a line each, in the order in which they were finished; once all are, in the order of the items, so that
/// equal runs have equal journals. Every line is with the
/// kernel before `append` returns, so killing the process loses nothing; the disk is told once a second.
public final class Journal {
  public let path: String
  /// What stood in the file when it was opened, by line (from 1).
  public private(set) var records: [(line: Int, outcome: ItemOutcome)] = []
  /// Bytes of a last line that was never finished and has been cut off; 0 as a rule.
  public let repairedBytes: Int

  private var file: AppendOnlyFile
  private var length: Int
  /// The items in the order of the lines.
  private var order: [ItemKey] = []
  private var lastSynchronization = ContinuousClock.now

  /// Opens or makes the file. A last line that was torn, without its end or with zeros in it, is cut off; any other damage, also of a
  /// last line that is whole, and an item that stands there twice, is an error that names the line, and the file stays as it is.
  public init(_ path: String) throws(Diagnostic) {
    self.path = path
    let bytes = FileSystem.exists(path) ? try FileSystem.bytes(of: path) : []
    let (records, sound) = try Self.read(bytes, path: path)
    self.records = records
    length = sound
    repairedBytes = bytes.count - sound
    file = try AppendOnlyFile(path)
    if repairedBytes > 0 { try file.truncate(to: sound) }
    order = records.map { ItemKey($0.outcome) }
  }

  public func append(_ outcome: ItemOutcome) throws(Diagnostic) {
    let line = Array((JournalLine.text(of: outcome) + "\n").utf8)
    do {
      try file.append(line)
    } catch {
      // A full disk may have taken half of the line. If cutting it off fails as well, the next start repairs
      // it.
      try? file.truncate(to: length)
      throw error
    }
    length += line.count
    order.append(ItemKey(outcome))
    if ContinuousClock.now - lastSynchronization >= .seconds(1) { try synchronize() }
  }

  /// Puts the lines into the order of `outcomes`, which are all that it holds.
  func arrange(_ outcomes: [ItemOutcome]) throws(Diagnostic) {
    let wanted = outcomes.map(ItemKey.init)
    guard wanted != order else { return }
    var replacement = try FileReplacement(of: path)
    length = 0
    for outcome in outcomes {
      let line = JournalLine.text(of: outcome) + "\n"
      length += line.utf8.count
      try replacement.append(line)
    }
    try replacement.commit()
    file = try AppendOnlyFile(path)
    order = wanted
  }

  public func synchronize() throws(Diagnostic) {
    try file.synchronize()
    lastSynchronization = .now
  }

  /// What stands in the file, which another process may be writing: a last line without its end is not there yet.
  static func records(of path: String) throws(Diagnostic) -> [(line: Int, outcome: ItemOutcome)] {
    try read(try FileSystem.bytes(of: path), path: path).records
  }

  /// The records, and how many bytes from the front are sound.
  private static func read(
    _ bytes: [UInt8], path: String
  ) throws(Diagnostic) -> (records: [(line: Int, outcome: ItemOutcome)], sound: Int) {
    var records: [(line: Int, outcome: ItemOutcome)] = []
    var seen: [ItemKey: Int] = [:]
    var lines = WholeLines(bytes)
    var line = 1
    while let place = lines.next() {
      let parsed = bytes.withUnsafeBytes { buffer -> Result<ItemOutcome, JournalLine.Damage> in
        Result { () throws(JournalLine.Damage) in
          try JournalLine.outcome(of: UnsafeRawBufferPointer(rebasing: buffer[place]))
        }
      }
      switch parsed {
      case .success(let outcome):
        let key = ItemKey(outcome)
        if let first = seen[key] { throw .repeated(outcome, path: path, line: line, first: first) }
        seen[key] = line
        records.append((line, outcome))
      case .failure(let damage):
        // Only the line that was being written may be broken: it has no end, or pages that never reached the disk, which are zeros.
        if lines.end == bytes.count, bytes[place].contains(0) { return (records, place.lowerBound) }
        throw .damaged(path: path, line: line, damage.reason)
      }
      line += 1
    }
    return (records, lines.end)
  }

  private struct ItemKey: Hashable {
    var task: String
    var item: String

    init(_ outcome: ItemOutcome) { (task, item) = (outcome.task, outcome.item) }
  }
}

extension Diagnostic {
  fileprivate static func damaged(path: String, line: Int, _ reason: String) -> Diagnostic {
    Diagnostic(
      "\(path):\(line)", "this line \(reason)",
      expected: "nothing but a torn last line is repaired; restore the file, or start over with --fresh")
  }

  fileprivate static func repeated(
    _ outcome: ItemOutcome, path: String, line: Int, first: Int
  ) -> Diagnostic {
    Diagnostic(
      "\(path):\(line)", "item '\(outcome.item)' of \(outcome.task) stands in line \(first) already",
      expected: "a journal holds each item once; restore the file, or start over with --fresh")
  }
}
