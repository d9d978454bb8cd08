import Files
import Glibc

/// What a page shows of a line that holds log-likelihoods, read without building the rest of it.
struct RankingLine {
  private(set) var item = ""
  /// As JSON: `PageAnswer.ranking`.
  private(set) var sums = ""
  private var isRanking = false

  /// nil for a line that is no sample, or one of completions.
  init?(_ lines: SampleLines, _ line: Range<Int>) {
    let found = lines.withEnd(of: line, from: .filtered) { end in
      var found = RankingLine()
      let isRead: Void? = try? JSONCursor.read(endOfObject: end) { (name, cursor) throws(JSONSyntaxError) in
        try found.read(name, &cursor)
      }
      return isRead.map { found }
    }
    guard let found, found.isRanking, !found.item.isEmpty else { return nil }
    self = found
  }

  private init() {}

  private mutating func read(_ name: JSONCursor.Name, _ cursor: inout JSONCursor) throws(JSONSyntaxError) {
    if name.isText("filtered_resps") {
      sums = try Self.sums(&cursor)
    } else if name.isText("assay") {
      item = ""
      isRanking = false
      try cursor.members { (name, own) throws(JSONSyntaxError) in
        if name.isText("item") {
          item = own.plainText().map { String(decoding: $0, as: UTF8.self) } ?? ""
        } else if name.isText("continuation_tokens") {
          isRanking = true
        }
      }
    }
  }

  /// `[["-7.0844", "False"], …]` in steps of a ten-thousandth of a nat.
  private static func sums(_ cursor: inout JSONCursor) throws(JSONSyntaxError) -> String {
    var text = "{\"sums\":["
    try cursor.elements { (pair) throws(JSONSyntaxError) in
      var sum: Int?, isFirst = true
      try pair.elements { (part) throws(JSONSyntaxError) in
        if isFirst { sum = part.plainText().flatMap(number).flatMap { PageAnswer.steps($0) } }
        isFirst = false
      }
      if text.utf8.last != UInt8(ascii: "[") { text += "," }
      text += sum.map(String.init) ?? "null"
    }
    return text + "]}"
  }

  /// A number that a quotation mark follows.
  private static func number(_ text: UnsafeRawBufferPointer) -> Double? {
    guard let start = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
    // What else `strtod` would take, such as spaces, hexadecimal digits and words.
    for byte in text where !(UInt8(ascii: "+")...UInt8(ascii: "9")).contains(byte) && byte | 0x20 != UInt8(ascii: "e") {
      return nil
    }
    var end: UnsafeMutablePointer<CChar>?
    let value = strtod(start, &end)
    return end.map { UnsafePointer($0) - start } == text.count ? value : nil
  }
}
