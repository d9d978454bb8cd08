import Files
import Merging
import Testing

/// Who merges knows no method and no parameter by its name: a method is one file.
@Suite struct MergeSeamTests {
  private static let root = FileSystem.directory(
    of: FileSystem.directory(of: FileSystem.directory(of: #filePath)))

  /// The Swift files below a folder of the sources, without their comments.
  private static func sources(_ folder: String) throws -> [(path: String, lines: [String])] {
    var found: [(path: String, lines: [String])] = []
    for name in try FileSystem.names(in: "\(root)/Sources/\(folder)").sorted() {
      let path = "\(folder)/\(name)", full = "\(root)/Sources/\(path)"
      if FileSystem.isDirectory(full) {
        found += try sources(path)
      } else if name.hasSuffix(".swift") {
        let text = String(decoding: try FileSystem.bytes(of: full), as: UTF8.self)
        found.append(
          (
            path,
            text.split(separator: "\n").map { line in
              line.firstRange(of: "//").map { String(line[..<$0.lowerBound]) } ?? String(line)
            }
          ))
      }
    }
    return found
  }

  /// All that knows of merging, but the methods themselves and their list.
  private static func users() throws -> [(path: String, lines: [String])] {
    let folders = ["Pipelines", "Experiments", "assay", "ModelMerging"]
    return try folders.flatMap(sources)
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private static func words(of line: String) -> Set<Substring> { Set(line.split { !isWord($0) }) }

  @Test("No name of a method is in what merges, searches, or reads the command line")
  func methods() throws {
    let files = try Self.users()
    #expect(files.count > 80)
    // English has these words, too; as a text of its own none of them may be there.
    let common: Set<String> = ["linear", "ties", "fisher"]
    for method in MergeMethod.all {
      for file in files {
        for line in file.lines {
          #expect(!line.contains("\"\(method.name)\""), "\(file.path): \(line)")
          if !common.contains(method.name) {
            #expect(!Self.words(of: line).contains(Substring(method.name)), "\(file.path): \(line)")
          }
        }
      }
    }
  }

  @Test("No name of a parameter is in a file that knows of merging; nor is one an option")
  func parameters() throws {
    let names = Set(MergeMethod.all.flatMap { $0.parameters.map(\.name) })
    var count = 0
    for file in try Self.users() {
      guard file.path.hasPrefix("ModelMerging") || file.lines.contains(where: { $0.hasSuffix("import Merging") }) else {
        continue
      }
      count += 1
      for line in file.lines {
        // A search's own word for the length of an update.
        for name in names where !(name == "lambda" && file.path.contains("/Search")) {
          #expect(!line.contains("\"\(name)\""), "\(file.path): \(line)")
          if name.contains("_") || ["density", "rescale", "epsilon"].contains(name) {
            #expect(!Self.words(of: line).contains(Substring(name)), "\(file.path): \(line)")
          }
        }
      }
    }
    #expect(count > 15)
  }
}
