import Datasets
import Files
import Testing

@Suite("CSV")
struct CSVTests {
  @Test(
    "Rows and fields",
    arguments: [
      ("", []),
      ("a", [["a"]]),
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
      ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
      (",\n", [["", ""]]),
      ("\"\"\n", [[""]]),
      ("a,,\"\",b\n", [["a", "", "", "b"]]),
      ("\u{FEFF}a,b\n", [["a", "b"]]),
      ("a\n\n\r\nb\n", [["a"], ["b"]]),
      ("\"a, \"\"b\"\"\nc\r\nd\",e\n", [["a, \"b\"\nc\r\nd", "e"]]),
      ("5\" nail,a \"b\" c\n", [["5\" nail", "a \"b\" c"]]),
      (" \"a\" ,b\n", [[" \"a\" ", "b"]]),
      ("äö,日本\n", [["äö", "日本"]]),
    ] as [(String, [[String]])])
  func rows(text: String, fields: [[String]]) throws {
    #expect(try CSV.rows(of: file(text)).map(\.fields) == fields)
  }

  @Test("A row knows the line where it begins")
  func lines() throws {
    let rows = try CSV.rows(of: file("a\n\"b\nb\",\"c\nc\"\r\n\nd\n"))
    #expect(rows.map(\.line) == [1, 2, 6])
  }

  @Test(
    "What is not CSV is an error at the line where its row begins",
    arguments: [
      ("a\n\"b\"c,d\n", 2, "text follows a closing quote", "a comma or the end of the line after the quote"),
      ("\"a\" ,b\n", 1, "text follows a closing quote", "a comma or the end of the line after the quote"),
      ("a\nb,\"c\nd\ne\n", 2, "a quote is never closed", "a closing quote before the file ends"),
      ("\"", 1, "a quote is never closed", "a closing quote before the file ends"),
      ("a\nb\rc\n", 2, "a carriage return stands alone", "lines that end in LF or CRLF"),
      ("a\r", 1, "a carriage return stands alone", "lines that end in LF or CRLF"),
    ])
  func malformed(text: String, line: Int, problem: String, expected: String) {
    #expect(throws: Diagnostic("data/x.csv:\(line)", problem, expected: "\(expected) (RFC 4180)")) {
      try CSV.rows(of: file(text))
    }
  }

  @Test("Bytes that are not UTF-8 are an error, in quotes and without")
  func encoding() {
    for bytes in [[0x61, 0x0A, 0xFF, 0x0A], [0x61, 0x0A, 0x22, 0xC3, 0x22]] as [[UInt8]] {
      let wanted = Diagnostic(
        "data/x.csv:2", "is not valid UTF-8", expected: "a CSV file in UTF-8 (RFC 4180)")
      #expect(throws: wanted) { try CSV.rows(of: DataFile(name: "data/x.csv", bytes: bytes)) }
    }
  }

  @Test("What is written with every field in quotes is read back", arguments: 0..<200)
  func roundTrip(seed: Int) throws {
    var random = PythonRandom(seed: UInt64(seed))
    let alphabet = ["a", ",", "\"", "\n", "\r\n", " ", "é", "\u{0}", "\u{FEFF}", "日"]
    let table = (0...random.below(5)).map { _ in
      (0...random.below(4)).map { _ in (0..<random.below(6)).map { _ in alphabet[random.below(10)] }.joined()
      }
    }
    let text = table.map { row in
      row.map { field in "\"" + field.unicodeScalars.map { $0 == "\"" ? "\"\"" : "\($0)" }.joined() + "\"" }
        .joined(separator: ",") + "\n"
    }.joined()
    #expect(try CSV.rows(of: file(text)).map(\.fields) == table)
  }

  private func file(_ text: String) -> DataFile { DataFile(name: "data/x.csv", bytes: Array(text.utf8)) }
}
