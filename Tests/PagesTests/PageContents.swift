import Datasets
import Files
import Testing

/// A page as a browser's scripts read it.
struct PageContents {
  let summary: JSON
  private let html: String

  init(_ html: String) throws {
    self.html = html
    summary = try JSON(parsing: try #require(html.between("id=\"summary\">", "</script>")))
  }

  func block(_ number: Int) throws -> JSON {
    let text = try #require(html.between("id=\"block-\(number)\">", "</script>"))
    let packed = try #require(Base64.bytes(text.utf8))
    return try Gzip.unpack(packed, place: "block").withUnsafeBytes { try JSON(parsing: $0) }
  }

  func columns(task: Int) throws -> JSON {
    try block(try #require(summary["tasks"]?.array?[task]["outcomes"]?.integer))
  }

  func items(task: Int) throws -> [JSON] {
    let chunks = try #require(summary["tasks"]?.array?[task]["chunks"]?.array)
    return try chunks.flatMap { try block(try #require($0.integer)).array ?? [] }
  }

  /// Each made of so many UTF-16 units of the one before it, and what follows; blocks begin anew.
  func prompts(task: Int) throws -> [String] {
    var before: [UInt16] = []
    return try items(task: task).map { item in
      let shared = try #require(item["shared"]?.integer)
      before = before[..<shared] + Array((item["rest"]?.string ?? "").utf16)
      return String(decoding: before, as: UTF16.self)
    }
  }
}
