import Files
import Testing

@Suite struct JSONParserTests {
  @Test("members keep the order of the document, and the last of two equal keys wins")
  func order() throws {
    let json = try JSON(parsing: #"{"z": 1, "a": [true, false, null], "m": {}, "z": 2}"#)
    var object = try #require(json.object)
    #expect(object.keys == ["z", "a", "m", "z"])
    #expect(object.duplicateKey == "z")
    #expect(json["z"] == 2)
    #expect(json["a"] == [true, false, .null])
    #expect(json["m"] == [:])
    #expect(json["nothing"] == nil)
    // What is removed is gone, not what it was before.
    object["z"] = nil
    #expect(object.keys == ["a", "m"])
  }

  @Test(
    "strings: escapes, surrogate pairs, everything else as it is",
    arguments: [
      (#""""#, ""), (#""a\"b\\c\/d""#, #"a"b\c/d"#), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
      (#""\u00e9\u0000x""#, "é\u{0}x"), (#""\ud83d\ude00""#, "😀"), (#""\uD83D\uDE00!""#, "😀!"),
      (#""日本 e\u0301""#, "日本 e\u{301}"), (#""\u2028""#, "\u{2028}"), (#""\uFFFF""#, "\u{FFFF}"),
    ])
  func strings(text: String, expected: String) throws {
    let parsed = try #require(try JSON(parsing: text).string)
    #expect(Array(parsed.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test("numbers: integers that fit are integers, the rest is floating point")
  func numbers() throws {
    #expect(try JSON(parsing: "0") == .integer(0))
    #expect(try JSON(parsing: "-0") == .integer(0))
    #expect(try JSON(parsing: "9223372036854775807") == .integer(.max))
    #expect(try JSON(parsing: "-9223372036854775808") == .integer(.min))
    #expect(try JSON(parsing: "9223372036854775808") == .number(9_223_372_036_854_775_808))
    for digits in 1...20 {
      let text = String(repeating: "9", count: digits)
      #expect(try JSON(parsing: text) == (Int(text).map { .integer($0) } ?? .number(Double(text) ?? 0)))
      #expect(try JSON(parsing: "[-\(text),\(text)e0,\(text).5]").array?.count == 3)
      #expect(try JSON(parsing: "-" + text) == (Int("-" + text).map { .integer($0) } ?? .number(-(Double(text) ?? 0))))
    }
    #expect(try JSON(parsing: "999999999999999999.5") == .number(1e18))
    #expect(try JSON(parsing: " 1.5e-05\n") == .number(1.5e-5))
    #expect(try JSON(parsing: "2.0").integer == 2)
    #expect(try JSON(parsing: "1E3").integer == 1000)
    #expect(try JSON(parsing: "2.5").integer == nil)
    #expect(try JSON(parsing: "1e300").integer == nil)
  }

  @Test(
    "what is not JSON is refused with its line and the reason",
    arguments: [
      ("", 1, "the text ends where a value should stand"),
      ("\n\n ", 3, "the text ends where a value should stand"),
      ("{\"a\":\n1,}", 2, "a member name in quotes was expected"), ("[1\n\n2]", 3, "',' or ']' was expected"),
      ("[1,]", 1, "a value was expected here"), ("{\"a\" 1}", 1, "':' was expected after the member name"),
      ("{\"a\": 1", 1, "',' or '}' was expected"), ("1 2", 1, "there is more text after the value"),
      ("01", 1, "a number must not begin with 0"), ("-", 1, "a digit was expected"),
      ("1.", 1, "a digit was expected after the point"),
      ("1e", 1, "a digit was expected in the exponent"), ("1e999", 1, "this number is too large"),
      ("nul", 1, "an unknown word stands here"), ("NaN", 1, "a value was expected here"),
      ("\"a", 1, "a string does not end"), ("\"a\nb\"", 1, "a control character stands in a string"),
      (#""\q""#, 1, "an unknown escape stands in a string"),
      (#""\u12g4""#, 1, "four digits were expected after \\u"),
      (#""\ud800""#, 1, "half of a surrogate pair stands alone"),
      (#""\udc00x""#, 1, "half of a surrogate pair stands alone"),
      (#""\ud800\u0041""#, 1, "half of a surrogate pair stands alone"), (#""\"#, 1, "a string does not end"),
      ("'a'", 1, "a value was expected here"), ("[1] // x", 1, "there is more text after the value"),
    ])
  func refused(text: String, line: Int, reason: String) {
    let error = #expect(throws: JSONSyntaxError.self) { _ = try JSON(parsing: text) }
    #expect(error?.line == line)
    #expect(error?.reason == reason)
  }

  @Test(
    "a string that is not UTF-8 is refused",
    arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x96]])
  func notUTF8(bytes: [UInt8]) {
    for text in [[0x22] + bytes + [0x22], [0x22, 0x5C, 0x6E] + bytes + [0x22]] {
      let error = #expect(throws: JSONSyntaxError.self) {
        try text.withUnsafeBytes { _ = try JSON(parsing: $0) }
      }
      #expect(error?.reason == "a string is not valid UTF-8")
    }
  }

  @Test("the end of an object is read as if the whole stood there, from a key on")
  func endOfObject() throws {
    func end(_ text: String, limit: Int = 256) throws -> JSON {
      try Array(text.utf8).withUnsafeBytes { try JSON(parsingEndOfObject: $0, depthLimit: limit) }
    }
    #expect(try end(#""a": 1, "b": [2]} "#) == ["a": 1, "b": [2]])
    for text in ["", "}", #""a": 1"#, #""a": 1}}"#, #"{"a": 1}"#, #""a" 1}"#] {
      #expect(throws: JSONSyntaxError.self) { _ = try end(text) }
    }
    #expect(try end(#""a": [[]]}"#, limit: 3) == ["a": [[]]])
    #expect(throws: JSONSyntaxError.self) { _ = try end(#""a": [[]]}"#, limit: 2) }
  }

  @Test("nesting is limited, and the limit itself is allowed")
  func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSON(parsing: nested(256))
    let error = #expect(throws: JSONSyntaxError.self) { _ = try JSON(parsing: nested(257)) }
    #expect(error?.offset == 256 && error?.reason == "nested more than 256 deep")
    #expect(throws: JSONSyntaxError.self) {
      _ = try JSON(parsing: String(repeating: "{\"a\":", count: 1_000_000))
    }
  }

  @Test("what is written reads back the same, pretty or on one line")
  func roundTrip() throws {
    let json: JSON = [
      "text": "a\"b\\c\n\t\u{1}\u{7F}é😀/",
      "numbers": [0, -1, 1.5, 1e-5, 1e300, 0.1, .integer(.max), .integer(.min)],
      "nested": ["empty": [], "object": [:], "flags": [true, false, .null]], "": "",
    ]
    for pretty in [false, true] { #expect(try JSON(parsing: json.text(pretty: pretty)) == json) }
    #expect(JSON.number(.nan).text() == "null")
    #expect(json.text() == json.text().split(separator: "\n").joined())
  }
}
