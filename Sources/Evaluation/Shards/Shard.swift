/// One of the shards into which a run is cut, each asked by a process of its own, on whatever machine.
public struct Shard: Sendable, Hashable {
  /// From 1.
  public let number: Int
  public let count: Int

  /// No run is cut into more.
  public static let most = 10_000

  /// nil for a number that is not among 1 to `count`, and for a count above `most`.
  public init?(number: Int, of count: Int) {
    guard (1...Self.most).contains(count), (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  /// Of a folder's name, within the run's: `shard-2-of-4`; nil for any other name.
  init?(folder name: String) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "shard", parts[2] == "of", let number = Int(parts[1]), let count = Int(parts[3])
    else { return nil }
    self.init(number: number, of: count)
    guard folder == name else { return nil }
  }

  public var folder: String { "shard-\(number)-of-\(count)" }

  /// `shard 2 of 4`
  public var words: String { "shard \(number) of \(count)" }

  public static func all(of count: Int) -> [Shard] {
    (0..<max(0, count)).compactMap { Shard(number: $0 + 1, of: count) }
  }
}
