/// Makes damaged documents: the same number always makes the same one of the same documents.
public struct Mutator {
  private let documents: [[UInt8]]
  private var random: SeededGenerator

  public init(_ documents: [[UInt8]], seed: Int) {
    self.documents = documents
    random = SeededGenerator(seed: 0x5EED_0000_0000 &+ UInt64(truncatingIfNeeded: seed))
  }

  /// A document with one to four damages.
  public mutating func document() -> [UInt8] {
    var bytes = documents.randomElement(using: &random) ?? []
    let other = documents.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: extremeNumber(in: &bytes)
      case 1: extremeWord(in: &bytes)
      case 2: lines(of: &bytes)
      case 3: members(of: &bytes)
      case 4 where Int.random(in: 0..<8, using: &random) == 0: nest(&bytes)
      default: bytes = random.mutation(of: bytes, splicing: other)
      }
    }
    return bytes
  }

  private static let extremes = [
    "0", "-0", "-1", "1e308", "-1e308", "1e-320", "NaN", "Infinity", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616", "4294967296", "2147483647", "0.5", "1e18", "99999999999999999999999999", "null", "\"\"",
    "[]",
  ].map { Array($0.utf8) }

  /// Puts another number in the place of a run of digits.
  private mutating func extremeNumber(in bytes: inout [UInt8]) {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    let starts = bytes.indices.filter { isDigit(bytes[$0]) && ($0 == 0 || !isDigit(bytes[$0 - 1])) }
    guard let start = starts.randomElement(using: &random) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: Self.extremes.randomElement(using: &random) ?? [])
  }

  /// Writes a number of four or eight bytes, as binary files hold them, most often near the beginning.
  private mutating func extremeWord(in bytes: inout [UInt8]) {
    let width = Bool.random(using: &random) ? 4 : 8
    guard bytes.count >= width else { return }
    let limit = Bool.random(using: &random) ? min(64, bytes.count - width) : bytes.count - width
    let place = Int.random(in: 0...limit, using: &random)
    let values: [UInt64] = [
      0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max, 0x7FC0_0000,
      0x7F80_0000, UInt64(bytes.count), 1 << 40,
    ]
    let value = values.randomElement(using: &random) ?? 0
    for i in 0..<width { bytes[place + i] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(i))) }
  }

  /// Doubles, removes or swaps lines.
  private mutating func lines(of bytes: inout [UInt8]) { pieces(of: &bytes, between: 0x0A) }

  /// The same of what stands between commas: keys of JSON, fields of CSV.
  private mutating func members(of bytes: inout [UInt8]) { pieces(of: &bytes, between: UInt8(ascii: ",")) }

  private mutating func pieces(of bytes: inout [UInt8], between separator: UInt8) {
    var pieces = bytes.split(separator: separator, omittingEmptySubsequences: false).map { Array($0) }
    guard let place = pieces.indices.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: pieces.insert(pieces[place], at: place)
    case 1: pieces.remove(at: place)
    default: pieces.swapAt(place, pieces.indices.randomElement(using: &random) ?? place)
    }
    bytes = Array(pieces.joined(separator: [separator]))
  }

  /// Opens lists or maps in one another, and closes some of them.
  private mutating func nest(_ bytes: inout [UInt8]) {
    let forms = [("[", "]"), ("{\"a\":", "}"), ("- ", ""), ("(", ")"), ("{a: ", "}")]
    let form = forms.randomElement(using: &random) ?? ("[", "]")
    let depth = [10, 200, 3000, 100_000].randomElement(using: &random) ?? 10
    let place = Int.random(in: 0...bytes.count, using: &random)
    let closed = Bool.random(using: &random) ? depth : 0
    bytes.insert(
      contentsOf: Array(String(repeating: form.0, count: depth).utf8)
        + Array(String(repeating: form.1, count: closed).utf8), at: place)
  }
}
