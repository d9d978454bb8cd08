import Files
import Testing

/// The time of `assay --help`, so far as it is a matter of how commands are written.
@Suite struct CommandNameTests {
  private static func sources(_ folder: String) throws -> [String] {
    try FileSystem.names(in: folder).sorted().flatMap { name -> [String] in
      let path = folder + "/" + name
      return FileSystem.isDirectory(path) ? try sources(path) : name.hasSuffix(".swift") ? [path] : []
    }
  }

  /// A name that is made from a type's costs a search through all conformances of the program for each command, 3 ms together.
  @Test("Every command says its name itself")
  func names() throws {
    var count = 0
    for path in try Self.sources(DocumentedCommand.root + "/Sources/assay") {
      let text = String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
      for place in text.ranges(of: "= CommandConfiguration(") {
        let next = text[place.upperBound...].drop { $0.isWhitespace }
        #expect(next.hasPrefix("commandName: \""), "\(path): \(next.prefix(60))")
        count += 1
      }
    }
    #expect(count > 25)
  }
}
