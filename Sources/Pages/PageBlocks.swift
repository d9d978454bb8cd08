import Datasets
import Files

/// The packed parts of a page: each a script element of a type that no browser runs, with letters, digits, +, / and = in it alone.
struct PageBlocks {
  private(set) var markup: [UInt8] = []
  private(set) var count = 0

  /// The letters of a block. Higher levels of zlib take up to three times as long for 5 % fewer letters.
  static func packed(_ json: String) -> String { Base64.text(Gzip.pack(Array(json.utf8), level: 3)) }

  /// Gives the block's number.
  mutating func add(_ packed: String) -> Int {
    markup += Array("<script type=\"application/octet-stream\" id=\"block-\(count)\">".utf8)
    markup += Array(packed.utf8)
    markup += Array("</script>\n".utf8)
    count += 1
    return count - 1
  }
}
