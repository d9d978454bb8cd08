import Files
import TestSupport
import Testing
import Tokenization

/// The tokenizers of today's families, whose ids and texts `tokenizers` 0.23.3 made: eleven that are published, ten small ones.
@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct FamilyTokenizerTests {
  private static let folder = "\(TestSupport.shared ?? "")/golden/families/tokenizers"

  private static let names: [String] = ["real", "small"].flatMap { kind in
    ((try? FileSystem.names(in: "\(folder)/\(kind)")) ?? []).map { "\(kind)/\($0)" }
  }

  private static func ids(_ value: JSON, _ key: String) throws -> [Int32] {
    try #require(value[key]?.array).map { Int32(try #require($0.integer)) }
  }

  @Test("all are there") func complete() { #expect(Self.names.count == 21) }

  @Test("ids and texts of every case", arguments: names)
  func cases(name: String) throws {
    let scratch = try ScratchDirectory(), source = "\(Self.folder)/\(name)"
    let packed = name.hasPrefix("real/") ? ".gz" : ""
    try scratch.write("tokenizer.json", try TestSupport.bytes(of: "\(source)/tokenizer.json\(packed)"))
    try scratch.write("tokenizer_config.json", try FileSystem.bytes(of: "\(source)/tokenizer_config.json"))
    let tokenizer = try FastTokenizer(directory: scratch.path)
    let cases = try TestSupport.lines(of: "\(source)/cases.jsonl.gz")
    #expect(cases.count > 1000)
    for value in cases {
      if let text = value["text"]?.string { try check(value, text, tokenizer) } else { try checkPair(value, tokenizer) }
    }
  }

  private func check(_ value: JSON, _ text: String, _ tokenizer: FastTokenizer) throws {
    let ids = try Self.ids(value, "ids"), found = try tokenizer.encode(text)
    #expect(found == ids, "\(text.debugDescription)")
    #expect(tokenizer.framed(found) == (try Self.ids(value, "ids_special")), "\(text.debugDescription)")
    let decoded = value["decoded"]?.string ?? text, skipped = value["decoded_skip"]?.string ?? decoded
    #expect(tokenizer.decode(ids).hasBytes(of: decoded), "\(text.debugDescription)")
    #expect(tokenizer.decode(ids, skipsSpecials: true).hasBytes(of: skipped), "\(text.debugDescription)")
  }

  /// White space at the end of a context belongs to the continuation.
  private func checkPair(_ value: JSON, _ tokenizer: FastTokenizer) throws {
    let given = try #require(value["context"]?.string), whole = given + (try #require(value["continuation"]?.string))
    var context = given.unicodeScalars[...]
    while let last = context.last, last.properties.isWhitespace { context.removeLast() }
    #expect(try tokenizer.encode(whole) == Self.ids(value, "ids_whole"), "\(whole.debugDescription)")
    #expect(try tokenizer.encode(String(context)) == Self.ids(value, "ids_context"), "\(given.debugDescription)")
  }

  @Test("the folders of the family models open, and say which of two tokenizers counts")
  func folders() throws {
    let models = "\(TestSupport.shared ?? "")/golden/families/models"
    let names = try FileSystem.names(in: models)
    #expect(names.count == 19)
    for name in names {
      let tokenizer = try ModelTokenizer.open(directory: "\(models)/\(name)")
      let golden = try JSON(file: "\(models)/../logits/\(name).json")
      for prompt in try #require(golden["prompts"]?.array) {
        let text = try #require(prompt["text"]?.string)
        #expect(try tokenizer.encode(text) == Self.ids(prompt, "ids"), "\(name): \(text.debugDescription)")
      }
    }
  }
}
