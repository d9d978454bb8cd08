import Configuration
import Files
import TestSupport
import Testing

@Suite struct ConfigurationFileTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func settings(_ text: String) throws -> [ConfigurationFile.Setting] {
    try ConfigurationFile(path: try folder.write("c.yaml", text)).settings
  }

  @Test("A byte order mark and CRLF change neither values nor line numbers")
  func mark() throws {
    let text = "merge_method: linear\nmodels:\n  - model: a\nparameters:\n  weight: 3\n"
    let plain = try settings(text)
    for variant in [
      "\u{FEFF}" + text, text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text.replacing("\n", with: "\r\n"),
    ] {
      let read = try settings(variant)
      #expect(read.map(\.key) == plain.map(\.key) && read.map(\.value) == plain.map(\.value))
      #expect(read.map(\.place) == plain.map(\.place))
    }
    #expect(plain.map(\.place) == [":1", ":2", ":5"].map { folder["c.yaml"] + $0 })
    for mark in ["", "\u{FEFF}"] {
      let error = #expect(throws: Diagnostic.self) { try settings(mark + "a: 1\nb: [1\nc: 2\n") }
      #expect(error?.place == folder["c.yaml"] + ":3", "\(String(describing: error))")
    }
  }

  @Test("Numbers that YAML 1.1 reads in base 60 or 8 are texts: nobody means 90 by 1:30")
  func bases() throws {
    let file = try ConfigurationFile(
      text: "a: 1:30\nb: 010\nc: -017\nd: 0\ne: 10\nf: 0x10\ng: 0.5\nh: [1:30, 5]\n", place: "x.yaml")
    let values: [JSON] = ["1:30", "010", "-017", 0, 10, 16, 0.5, ["1:30", 5]]
    #expect(file.settings.map(\.value) == values)
    #expect(#expect(throws: Diagnostic.self) { try file.settings[1].size(from: 0) }?.problem == "b is \"010\"")
  }

  @Test("UTF-16 is called that")
  func encodings() throws {
    for (bytes, name) in [
      ([0xFF, 0xFE, 0x61, 0], "UTF-16, little-endian"), ([0xFE, 0xFF, 0, 0x61], "UTF-16, big-endian"),
      ([0xFF, 0xFE, 0, 0], "UTF-32, little-endian"),
    ] as [([UInt8], String)] {
      let path = try folder.write("u.yaml", bytes)
      let error = #expect(throws: Diagnostic.self) { try ConfigurationFile(path: path) }
      #expect(error?.place == path && error?.problem.contains(name) == true)
    }
  }

  @Test(
    "Deep nesting and aliases of aliases are refused before they cost anything",
    arguments: [
      "a: " + String(repeating: "[", count: 100_000), "a: " + String(repeating: "{b: ", count: 100_000),
      "a: " + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000),
      "a:\n  " + String(repeating: "- ", count: 100_000) + "x",
      (0..<3000).map { String(repeating: " ", count: $0) + "k:\n" }.joined(),
    ])
  func deep(text: String) throws {
    let error = #expect(throws: Diagnostic.self) { try settings(text) }
    #expect(error?.problem == "is nested too deeply")
  }

  @Test("A text that aliases make long is refused, and what a person writes is not")
  func bomb() throws {
    let bomb =
      "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
      + (1..<9).map { n in "a\(n): &a\(n) [" + (0..<10).map { _ in "*a\(n - 1)" }.joined(separator: ",") + "]\n" }
      .joined()
    let error = #expect(throws: Diagnostic.self) { try settings(bomb) }
    #expect(error?.problem.contains("values, aliases written out") == true)
    let rule = "a: |\n  " + String(repeating: "-", count: 300) + "\n  [[[[[\nb: [[1], [2, [3]]]\n"
    #expect(try settings(rule).map(\.key) == ["a", "b"])
  }
}
