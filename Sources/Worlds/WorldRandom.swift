import Statistics

/// A stream of draws for one purpose. Streams of different purposes do not disturb each other, so that more documents change
/// no benchmark.
struct WorldRandom {
  private let key: UInt64
  private var place = 0

  init(seed: UInt64, _ purpose: String) { key = KeyedRandom.key(seed, KeyedRandom.number(of: purpose)) }

  /// From 0 up to, without, `count`.
  mutating func below(_ count: Int) -> Int {
    place += 1
    return Int(KeyedRandom.word(key, place).multipliedFullWidth(by: UInt64(count)).high)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  mutating func chance(_ probability: Double) -> Bool {
    place += 1
    return KeyedRandom.uniform(key, place) < probability
  }

  mutating func one<Element>(of list: [Element]) -> Element { list[below(list.count)] }

  mutating func shuffled<Element>(_ list: [Element]) -> [Element] {
    var list = list
    for last in stride(from: list.count - 1, to: 0, by: -1) { list.swapAt(last, below(last + 1)) }
    return list
  }

  /// Different elements of the list.
  mutating func some<Element>(_ count: Int, of list: [Element]) -> [Element] { Array(shuffled(list).prefix(count)) }

  /// Different ones, none of them `excluded`.
  mutating func others<Element: Equatable>(_ count: Int, of list: [Element], than excluded: Element) -> [Element] {
    some(count, of: list.filter { $0 != excluded })
  }
}
