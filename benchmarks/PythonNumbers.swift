/// JSON as Python writes it: with `Infinity` and `NaN`, and whole numbers of any size.
enum PythonNumbers {
  /// The key of the objects that stand for such numbers.
  static let key = "python"

  /// The same text with every number that JSON lacks, or that 64 bits cannot hold, as `{"python": "-Infinity"}`.
  static func quoted(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let end = bytes[place] == UInt8(ascii: "\"") ? endOfString(bytes, from: place) : endOfWord(bytes, from: place)
      let word = bytes[place..<end]
      if isForeign(word) {
        result += Array("{\"\(key)\": \"".utf8) + word + Array("\"}".utf8)
      } else {
        result += word
      }
      place = end
    }
    return result
  }

  private static func isForeign(_ word: ArraySlice<UInt8>) -> Bool {
    let digits = word.first == UInt8(ascii: "-") ? word.dropFirst() : word
    if digits.elementsEqual("Infinity".utf8) || digits.elementsEqual("NaN".utf8) { return true }
    return digits.count > 18 && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// After the closing quote, or the end of the text.
  private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
    var place = start + 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place + 1, bytes.count)
  }

  /// After a number or a name; a single byte is what is neither.
  private static func endOfWord(_ bytes: [UInt8], from start: Int) -> Int {
    func belongs(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    var place = start
    while place < bytes.count, belongs(bytes[place]) { place += 1 }
    return max(place, start + 1)
  }
}
