import Datasets
import Files
import TestSupport
import Testing

@Suite("Data folders")
struct DataDirectoryTests {
  private let data = DataDirectory(name: "data", isOfficial: true) { (path) throws(Diagnostic) in
    switch path {
    case "plain.txt": Array("plain".utf8)
    case "both.txt": Array("unpacked".utf8)
    case "both.txt.gz": GzipTests.gzip
    case "packed.txt.gz": GzipTests.hello
    case "broken.txt.gz": [1, 2, 3]
    case "latin.txt": [0x61, 0xE4]
    default: nil
    }
  }

  @Test("A file is read as it is, or from its packed form, and knows by which name")
  func reading() throws {
    for (path, name, text) in [
      ("plain.txt", "data/plain.txt", "plain"), ("both.txt", "data/both.txt", "unpacked"),
      ("packed.txt", "data/packed.txt.gz", "hello "),
    ] {
      let file = try data.file(path)
      #expect(file.name == name)
      #expect(try file.text() == text)
      #expect(try data.holds(path))
    }
    #expect(try !data.holds("other.txt"))
  }

  @Test("What is missing, damaged or not text says so")
  func trouble() {
    let missing = Diagnostic(
      "data/other.txt", "is missing",
      expected:
        "the folder given with --data must hold it in its official format (or packed, as other.txt.gz)")
    #expect(throws: missing) { try data.file("other.txt") }
    #expect(throws: Diagnostic("data/other.txt", "is missing", expected: "a word of advice")) {
      try data.file("other.txt", expected: "a word of advice")
    }
    // Nobody has given --data who asks for a fixture that no build has put into the program.
    let unlisted = Diagnostic(
      "fixtures/other.txt", "is missing",
      expected:
        "a file below benchmarks/fixtures gets into the program by Scripts/list-fixtures.sh and a build; --data names the official files"
    )
    let miniatures = DataDirectory(name: DataDirectory.miniatureName, isOfficial: false) { (_) throws(Diagnostic) in nil
    }
    #expect(throws: unlisted) { try miniatures.file("other.txt") }
    let damaged = Diagnostic(
      "data/broken.txt.gz", "is damaged", expected: "a file packed by gzip was expected")
    #expect(throws: damaged) { try data.file("broken.txt") }
    let latin = Diagnostic(
      "data/latin.txt", "is not valid UTF-8", expected: "a text file in UTF-8 was expected")
    #expect(throws: latin) { try data.file("latin.txt").text() }
  }

  @Test("A path that is no folder is refused at once")
  func noFolder() {
    #expect(throws: Diagnostic.self) { try DataDirectory(path: "/nowhere/at/all") }
  }

  @Test("a copy in Parquet is refused by its name, with the way out")
  func parquet() throws {
    let folder = try ScratchDirectory()
    try folder.write("gsm8k/test-00000-of-00001.parquet", "PAR1")
    let place = folder["gsm8k/test-00000-of-00001.parquet"]
    for open in [
      { try DataDirectory(path: place).name },
      { try DataDirectory(path: folder.path).file("gsm8k/test.jsonl").name },
    ] {
      let error = #expect(throws: Diagnostic.self) { try open() }
      #expect(error?.place == place && error?.problem == "is a Parquet file, which is not read")
      #expect(error?.expectation.contains("'assay data fetch DIR'") == true)
    }
  }

  @Test("Python's strip takes white space, and nothing else, from both ends")
  func strip() {
    for (text, stripped) in [
      ("", ""), (" \t\n", ""), ("a", "a"), (" a b\r\n", "a b"), ("\u{A0}\u{3000}a\u{1F}", "a"),
      ("a\u{200B} ", "a\u{200B}"), (" \u{301}a", "\u{301}a"),
    ] {
      #expect(Array(text.strippedAsInPython().unicodeScalars) == Array(stripped.unicodeScalars))
    }
  }
}
