import Synchronization

/// The words that were encoded lately, for several threads: each takes a table and gives it back. The ids are the same with any table.
final class WordMemory: Sendable {
  private let tables = Mutex<[WordTable]>([])

  /// Tables that are kept, each of `WordTable.byteLimit` at most.
  private static let limit = 16

  func take() -> WordTable { tables.withLock { $0.popLast() } ?? WordTable() }

  func giveBack(_ table: consuming WordTable) {
    let table = table
    tables.withLock { if $0.count < Self.limit { $0.append(table) } }
  }
}
