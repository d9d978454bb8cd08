import Configuration
import Files
import TestSupport
import Testing

/// Every source that reads a file stands in the table of fuzz targets, and every target of the table is there.
@Suite struct FuzzedReadersTests {
  private static func sources(below folder: String) throws -> [(path: String, text: String)] {
    try FileSystem.names(in: folder).flatMap { name -> [(path: String, text: String)] in
      let path = folder + "/" + name
      if FileSystem.isDirectory(path) { return try sources(below: path) }
      guard name.hasSuffix(".swift") else { return [] }
      return [(path, String(decoding: try FileSystem.bytes(of: path), as: UTF8.self))]
    }
  }

  /// What a file is opened with.
  private static let openings = [
    "JSON(file:", "FileSystem.bytes(of:", "MappedFile(", "SafetensorsFile(", "DataFile(packed:",
    "ConfigurationFile(path:",
    "data.file(", "InputFile(", "TensorStore(file:", "TensorStore(directory:", "fopen(", "= open(",
  ]

  private static func opens(_ text: String, _ openings: [String]) -> Bool {
    text.split(separator: "\n").contains { line in
      !line.drop { $0 == " " }.hasPrefix("//") && openings.contains { line.contains($0) }
    }
  }

  @Test("No source reads files without a fuzz target or a reason")
  func complete() throws {
    let readers = try Self.sources(below: "Sources").filter { Self.opens($0.text, Self.openings) }.map(\.path)
    #expect(readers.count > 60)
    let missing = readers.filter { FuzzedReaders.all[$0] == nil }
    #expect(missing.isEmpty, "read files and have neither a fuzz target nor a reason in FuzzedReaders")
    let gone = FuzzedReaders.all.keys.sorted().filter { !readers.contains($0) }
    #expect(gone.isEmpty, "stand in FuzzedReaders and read no files")
  }

  /// Each file of the miniatures is a target of its own.
  @Test("Benchmarks read the files of their data, and no others")
  func benchmarks() throws {
    let all = try Self.sources(below: "benchmarks")
    let others = Self.openings.filter { $0 != "data.file(" }
    #expect(all.count { Self.opens($0.text, ["data.file("]) } > 6)
    #expect(all.filter { Self.opens($0.text, others) }.map(\.path).isEmpty)
  }

  /// `make fuzz` goes by the names of suites, in whatever module they are.
  @Test("A suite that has a target is called so that make fuzz runs it")
  func suites() throws {
    let makefile = String(decoding: try FileSystem.bytes(of: "Makefile"), as: UTF8.self)
    let recipes = makefile.split(separator: "\n").filter { $0.hasPrefix("\t") && $0.contains("FuzzTests") }
    #expect(
      recipes.count == 1 && recipes.allSatisfy { $0.hasSuffix("--filter '[A-Za-z]+Tests[.][A-Za-z]*FuzzTests/'") })
    let made = ["FuzzTarget" + "(", "folder.target" + "("]
    let suites = try Self.sources(below: "Tests").filter { source in
      !source.path.hasPrefix("Tests/TestSupport/") && made.contains { source.text.contains($0) }
    }
    #expect(suites.count > 8)
    for suite in suites {
      let name = suite.path.split(separator: "/").last.map { $0.dropLast(".swift".count) } ?? ""
      #expect(name.hasSuffix("FuzzTests"), "\(suite.path)")
      #expect(suite.text.contains(name + " {") || suite.text.contains("struct \(name)"), "\(suite.path)")
    }
  }

  @Test("Every target that the table names is one")
  func targets() throws {
    let tests = try Self.sources(below: "Tests").filter { $0.path.hasSuffix("FuzzTests.swift") }.map(\.text)
    for (path, standing) in FuzzedReaders.all {
      guard case .fuzzed(let names) = standing else { continue }
      for name in names {
        // What a target's name begins or ends with, where the test makes names of several.
        let spellings = ["\"\(name)\"", "\"\(name)\" +", "+ \"\(name)\""]
        #expect(tests.contains { text in spellings.contains { text.contains($0) } }, "\(path): \(name)")
      }
    }
  }
}
