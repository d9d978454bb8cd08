import Files
import TestSupport
import Testing

@Suite struct JSONCursorTests {
  /// What a cursor finds: texts of `"a"`, wherever it is a member of the object or of one within, and numbers of `"n"`.
  private struct Found: Equatable {
    var texts: [String] = [], values: [JSON] = []

    mutating func read(_ name: JSONCursor.Name, _ cursor: inout JSONCursor) throws(JSONSyntaxError) {
      if name.isText("a") {
        if let text = cursor.plainText() { texts.append(String(decoding: text, as: UTF8.self)) }
      } else if name.isText("n") {
        values.append(try cursor.value())
      } else if name.isText("list") {
        try cursor.elements { (element) throws(JSONSyntaxError) in
          try element.members { (name, inner) throws(JSONSyntaxError) in try self.read(name, &inner) }
        }
      } else if name.isText("in") {
        try cursor.members { (name, inner) throws(JSONSyntaxError) in try self.read(name, &inner) }
      }
    }
  }

  private static func read(_ bytes: [UInt8], limit: Int = 256) throws -> Found {
    var found = Found()
    try bytes.withUnsafeBytes {
      try JSONCursor.read(endOfObject: $0, depthLimit: limit) { (name, cursor) throws(JSONSyntaxError) in
        try found.read(name, &cursor)
      }
    }
    return found
  }

  private static func read(_ text: String, limit: Int = 256) throws -> Found {
    try read(Array(text.utf8), limit: limit)
  }

  @Test("what is asked for is found, whatever stands between")
  func finds() throws {
    let text = #"""
      "x": [1, {"a": "not asked"}], "a" :  "one", "in": {"a": "two", "": {}, "n": [1.5, "\"é"]}, "list": [{"a": "three"}, [], 4, {}],
      "\u0061": "four", "a": "is \n no plain text", "a": 5, "list": "none", "in": [], "n": null}
      """#
    #expect(try Self.read(text) == Found(texts: ["one", "two", "three", "four"], values: [[1.5, "\"é"], .null]))
  }

  @Test("what is not read is checked as it is where it is read")
  func checks() throws {
    for text in [
      "", "}", #""long": }"#, #""long""#, #""long": [1"#, #""long": [1 2]}"#, #""long": ["\x"]}"#, #""long": "}"#,
      #""long": [01]}"#, #""b":"#, "\"b\": \"\u{1}\"}", #""b": {"c" 1}}"#, #""b": {"c": 1,}}"#, #""b": {1: 2}}"#,
      #""a": "x" 1}"#,
      #""a": "\ud800"}"#, #""in": {"a": "x"}"#, #""list": [{"a": "x"},]}"#, #""a": 1}}"#, #"{"a": 1}"#, #""b": 1e999}"#,
    ] {
      let problem = #expect(throws: JSONSyntaxError.self) { _ = try Self.read(text) }
      let plain = #expect(throws: JSONSyntaxError.self) {
        try Array(text.utf8).withUnsafeBytes { _ = try JSON(parsingEndOfObject: $0) }
      }
      #expect(problem == plain, "\(text)")
    }
    for text in [#""b": [[]]}"#, #""b": {"c": {}}}"#, #""list": [[]]}"#] {
      #expect(try Self.read(text, limit: 3) == Found())
      #expect(throws: JSONSyntaxError.self) { _ = try Self.read(text, limit: 2) }
    }
  }

  @Test("10,000 damaged texts are refused or taken as reading all of them does")
  func damaged() throws {
    let texts = [
      #""filtered_resps": [["-7.08", "False"], ["-45.1", "False"]], "acc": 0.0, "in": {"a": "0", "n": [7, 7]}}"#,
      #""list": [{"a": "x\u00e9\ud83d\ude00\n"}, [[1e5, -0.5]], {"日本": null}], "a": "y", "n": {"deep": [[[[]]]]}}"#,
    ].map { Array($0.utf8) }
    var generator = SeededGenerator(seed: 16)
    var taken = 0
    for round in 0..<10_000 {
      let bytes = generator.mutation(of: texts[round % 2], splicing: texts[(round / 5) % 2])
      let whole = Result { try bytes.withUnsafeBytes { try JSON(parsingEndOfObject: $0, depthLimit: 8) } }
      let walked = Result { try Self.read(bytes, limit: 8) }
      switch (whole, walked) {
      case (.success, .success): taken += 1
      case (.failure(let one), .failure(let other)): #expect(one as? JSONSyntaxError == other as? JSONSyntaxError)
      default: Issue.record("\(String(decoding: bytes, as: UTF8.self)): \(whole), \(walked)")
      }
    }
    #expect((200...6000).contains(taken), "\(taken) of 10000 were read")
  }
}
