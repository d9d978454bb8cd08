/// Makes damaged documents: the same number always makes the same one of the same documents.
///
/// Every second one is damaged in its form (a value, a member, a field, a line), where it has one, the others in their bytes.
public struct Mutator {
  private let documents: [[UInt8]]
  private let forms: [DocumentForm]
  private var random = SeededGenerator(seed: 0)

  public init(_ documents: [[UInt8]]) {
    self.documents = documents
    forms = documents.compactMap(DocumentForm.init)
  }

  /// The document of that number, with one to four damages.
  public mutating func document(_ number: Int) -> [UInt8] {
    random = SeededGenerator(seed: 0x5EED_0000_0000 &+ UInt64(truncatingIfNeeded: number))
    let damages = Int.random(in: 1...4, using: &random)
    guard number % 2 == 0, var form = forms.randomElement(using: &random) else { return damagedBytes(damages) }
    for _ in 0..<damages { form.damage(using: &random) }
    var bytes = form.bytes
    if Int.random(in: 0..<16, using: &random) == 0 { reencode(&bytes) }
    return bytes
  }

  private mutating func damagedBytes(_ damages: Int) -> [UInt8] {
    var bytes = documents.randomElement(using: &random) ?? []
    let other = documents.randomElement(using: &random) ?? []
    for _ in 0..<damages {
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

  /// The same text as other programs store it, or nearly.
  private mutating func reencode(_ bytes: inout [UInt8]) {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes = [0xEF, 0xBB, 0xBF] + bytes
    case 1: bytes = [0xFF, 0xFE] + bytes.flatMap { [$0, 0] }
    case 2: bytes = [0xFE, 0xFF] + bytes.flatMap { [0, $0] }
    case 3: bytes = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    case 4: bytes.append(0)
    case 5: bytes += bytes
    case 6: bytes = []
    default: bytes = Array(repeating: 0, count: bytes.count)
    }
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
