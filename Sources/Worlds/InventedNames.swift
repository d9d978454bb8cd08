/// Names that no language has, two or three syllables long, all different.
struct InventedNames {
  private var random: WorldRandom
  private var taken: Set<String>

  private static let openings = [
    "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "dr", "gr", "kr", "tr", "st",
  ]
  private static let vowels = ["a", "e", "i", "o", "u"]
  private static let endings = ["", "l", "m", "n", "r", "s", "k", "x"]

  /// - Parameter words: what no name may be.
  init(seed: UInt64, avoiding words: [String]) {
    random = WorldRandom(seed: seed, "names")
    taken = Set(words)
  }

  /// - Parameter isProper: whether it begins with a capital letter.
  mutating func next(isProper: Bool) -> String {
    while true {
      var name = ""
      for _ in 0..<2 { name += random.one(of: Self.openings) + random.one(of: Self.vowels) }
      name += random.one(of: Self.endings)
      guard taken.insert(name).inserted else { continue }
      return isProper ? name.prefix(1).uppercased() + name.dropFirst() : name
    }
  }

  mutating func list(_ count: Int, isProper: Bool) -> [String] { (0..<count).map { _ in next(isProper: isProper) } }
}
