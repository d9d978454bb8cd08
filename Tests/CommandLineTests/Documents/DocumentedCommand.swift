import Files

/// A line of shell that a document shows.
struct DocumentedCommand {
  /// Below the root of the repository.
  var document: String
  var text: String

  static let documents =
    ["README.md", "CONTRIBUTING.md", "sandbox/README.md"]
    + ((try? FileSystem.names(in: root + "/docs")) ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }

  static let root = FileSystem.directory(
    of: FileSystem.directory(of: FileSystem.directory(of: FileSystem.directory(of: #filePath))))

  static func text(of document: String) throws -> String {
    String(decoding: try FileSystem.bytes(of: root + "/" + document), as: UTF8.self)
  }

  /// What stands in fences without a language, or behind `$` where their output stands below; but for fences behind a line
  /// `<!-- not run: REASON -->`.
  static func all(in document: String) throws -> [DocumentedCommand] {
    var commands: [DocumentedCommand] = []
    var last = "", fence: (language: String, isRun: Bool, lines: [String])?
    for line in try text(of: document).split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        if let whole = fence {
          if whole.language.isEmpty, whole.isRun { commands += Self.commands(whole.lines, document) }
          fence = nil
        } else {
          fence = (String(line.dropFirst(3)), !last.hasPrefix("<!-- not run: "), [])
        }
      } else {
        fence?.lines.append(line)
        if !line.isEmpty { last = line }
      }
    }
    return commands
  }

  /// The files that a document shows in this language, in their order.
  static func blocks(of language: String, in document: String) throws -> [String] {
    try text(of: document).split(separator: "```\(language)\n", omittingEmptySubsequences: false).dropFirst()
      .map { String($0[..<($0.firstRange(of: "```")?.lowerBound ?? $0.endIndex)]) }
  }

  private static func commands(_ lines: [String], _ document: String) -> [DocumentedCommand] {
    var joined: [String] = []
    for line in lines {
      if let before = joined.last, before.hasSuffix("\\") {
        joined[joined.count - 1] = before.dropLast() + line
      } else {
        joined.append(line)
      }
    }
    let marked = joined.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
    let starts = ["assay ", "make ", "sudo make ", "source "]
    return (marked.isEmpty ? joined : marked).filter { line in starts.contains { line.hasPrefix($0) } }.map { line in
      DocumentedCommand(
        document: document, text: String(line[..<(line.firstRange(of: "  #")?.lowerBound ?? line.endIndex)]))
    }
  }

  /// The same in passing: in backquotes.
  static func mentions(in document: String) throws -> [String] {
    var isFence = false, texts: [String] = []
    for part in try text(of: document).split(separator: "```", omittingEmptySubsequences: false) {
      if !isFence {
        let pieces = part.split(separator: "`", omittingEmptySubsequences: false)
        texts += pieces.indices.filter { $0 % 2 == 1 }.map { pieces[$0].split(separator: "\n").joined(separator: " ") }
      }
      isFence.toggle()
    }
    return texts.filter { $0.hasPrefix("assay ") || $0.hasPrefix("make ") }
  }
}
