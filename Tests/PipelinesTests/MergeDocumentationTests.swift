import Files
import Merging
import Testing

/// What is written about the methods is what they do.
@Suite struct MergeDocumentationTests {
  private static let path =
    FileSystem.directory(of: FileSystem.directory(of: FileSystem.directory(of: #filePath)))
    + "/Sources/Merging/README.md"

  /// A method's line of the table.
  private static func row(_ method: MergeMethod) -> String {
    let parameters = method.parameters.map { parameter in
      let paper = parameter.standard(.paper).text(), mergekit = parameter.standard(.mergekit).text()
      return "`\(parameter.name)` \(paper)" + (paper == mergekit ? "" : " (mergekit \(mergekit))")
    }
    let needs = [method.base == .required ? "base" : nil, method.statistics.map { "`\($0.rawValue).safetensors`" }]
    return
      "| `\(method.name)` | \(method.help) | \(method.source) | \(parameters.joined(separator: ", ")) | "
      + needs.compactMap { $0 }.joined(separator: ", ") + " |"
  }

  @Test("Each method's line says its source, its parameters and their defaults", arguments: MergeMethod.all.map(\.name))
  func methods(name: String) throws {
    let lines = String(decoding: try FileSystem.bytes(of: Self.path), as: UTF8.self).split(separator: "\n")
    let method = try #require(MergeMethod.all.first { $0.name == name })
    let found = lines.first { $0.hasPrefix("| `\(name)` |") }.map(String.init)
    #expect(found == Self.row(method), "the line should be\n\(Self.row(method))")
  }
}
