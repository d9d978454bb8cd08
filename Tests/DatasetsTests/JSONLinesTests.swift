import Datasets
import Files
import Testing

@Suite("JSON Lines and records")
struct JSONLinesTests {
  private let format = "each line holds \"id\" and more"

  @Test("Values come with line numbers; blank lines, CRLF, a byte order mark, no last LF are fine")
  func values() throws {
    let values = try JSONLines.values(of: file("\u{FEFF}{\"a\": 1}\r\n\n \t\r\n[2]\n\"x\""), format: format)
    #expect(values.map(\.line) == [1, 4, 5])
    #expect(values.map(\.value) == [["a": 1], [2], "x"])
    #expect(try JSONLines.values(of: file(""), format: format).isEmpty)
  }

  @Test("A line that is not JSON is named by its number")
  func malformed() {
    #expect(throws: Diagnostic("d/x.jsonl:3", "a string does not end", expected: format)) {
      try JSONLines.values(of: file("{}\n{}\n{\"id\n{}\n"), format: format)
    }
    #expect(throws: Diagnostic("d/x.jsonl:1", "there is more text after the value", expected: format)) {
      try JSONLines.values(of: file("{} {}\n"), format: format)
    }
  }

  @Test("Fields are read by name, into objects and lists")
  func fields() throws {
    let text =
      #"{"id": "7", "n": 3, "q": {"c": [{"t": "x"}, {"t": "y"}]}, "l": ["a", "b"], "o": [["a"], []], "#
      + #""m": {"z": 1, "a": 0}}"#
    let record = try #require(try JSONLines.records(of: file(text), format: format).first)
    #expect(record.place == "d/x.jsonl:1")
    #expect(try record.string("id") == "7")
    #expect(try record.integer("n") == 3)
    #expect(try record.strings("l") == ["a", "b"])
    #expect(try record.stringLists("o") == [["a"], []])
    #expect(try record.record("q").records("c").map { try $0.string("t") } == ["x", "y"])
    #expect(try record.members("m").map(\.key) == ["z", "a"])
  }

  @Test(
    "A missing field, or one of the wrong kind, is named by its path",
    arguments: [
      (#"{"x": 1}"#, "field \"q\" is missing"),
      (#"{"q": 1}"#, "field \"q\" is not an object"),
      (#"[1]"#, "is not a JSON object"),
      (#"{"q": {}}"#, "field \"q.c\" is missing"),
      (#"{"q": {"c": 1}}"#, "field \"q.c\" is not a list"),
      (#"{"q": {"c": [{"t": "x"}, {}]}}"#, "field \"q.c[1].t\" is missing"),
      (#"{"q": {"c": [{"t": null}]}}"#, "field \"q.c[0].t\" is not a text"),
      (#"{"q": {"c": [2]}}"#, "field \"q.c[0]\" is not an object"),
    ])
  func paths(text: String, problem: String) throws {
    let record = try #require(try JSONLines.records(of: file("\n" + text), format: format).first)
    #expect(throws: Diagnostic("d/x.jsonl:2", problem, expected: format)) {
      for choice in try record.record("q").records("c") { _ = try choice.string("t") }
    }
  }

  @Test("Each kind of field refuses the others")
  func kinds() throws {
    let text = #"{"text": "a", "mixed": ["a", 1], "lists": [["a"], [1]], "twice": {"a": 1, "a": 0}}"#
    let record = try #require(try JSONLines.records(of: file(text), format: format).first)
    func expect(_ problem: String, _ body: () throws -> Void) {
      #expect(throws: Diagnostic("d/x.jsonl:1", problem, expected: format), performing: body)
    }
    expect("field \"text\" is not a whole number") { _ = try record.integer("text") }
    expect("field \"text\" is not a list of texts") { _ = try record.strings("text") }
    expect("field \"mixed\" is not a list of texts") { _ = try record.strings("mixed") }
    expect("field \"text\" is not a list") { _ = try record.stringLists("text") }
    expect("field \"lists[1]\" is not a list of texts") { _ = try record.stringLists("lists") }
    expect("field \"text\" is not an object") { _ = try record.members("text") }
    expect("field \"twice\" names \"a\" twice") { _ = try record.members("twice") }
  }

  @Test("A file that is one JSON array gives numbered records")
  func array() throws {
    let records = try Record.array(of: file("[{\"a\": \"x\"},\n {\"b\": 1}]"), format: format)
    #expect(try records[0].string("a") == "x")
    #expect(throws: Diagnostic("d/x.jsonl, record 2", "field \"a\" is missing", expected: format)) {
      try records[1].string("a")
    }
    #expect(throws: Diagnostic("d/x.jsonl:2", "a value was expected here", expected: format)) {
      try Record.array(of: file("[1,\n?]"), format: format)
    }
    #expect(throws: Diagnostic("d/x.jsonl", "is not a JSON array", expected: format)) {
      try Record.array(of: file("{}"), format: format)
    }
  }

  private func file(_ text: String) -> DataFile { DataFile(name: "d/x.jsonl", bytes: Array(text.utf8)) }
}
