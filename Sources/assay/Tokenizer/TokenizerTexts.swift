import ArgumentParser
import Files
import Glibc

/// Texts that a tokenizer is to look at: arguments, files, or standard input.
struct TokenizerTexts: ParsableArguments {
  @Argument(help: "Texts; without any, and without --file, standard input is read.")
  var texts: [String] = []

  @Option(
    help: ArgumentHelp("A file with a text, - for standard input; may be given several times.", valueName: "file"))
  var file: [String] = []

  @Flag(help: "Each line of a file is a text.")
  var lines = false

  @Flag(help: "Each line of a file is a JSON string, which is a text.")
  var jsonLines = false

  mutating func validate() throws {
    if lines, jsonLines { throw ValidationError("--lines and --json-lines: a line is the one or the other") }
  }

  /// All of them, in order.
  func read() throws(Diagnostic) -> [String] {
    var all = texts
    for path in file.isEmpty && texts.isEmpty ? ["-"] : file {
      let bytes = path == "-" ? try Self.standardInput() : try FileSystem.bytes(of: path)
      let place = path == "-" ? "standard input" : path
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Diagnostic(place, "is not valid UTF-8", expected: "a text")
      }
      if lines || jsonLines { try append(text, place, to: &all) } else { all.append(text) }
    }
    return all
  }

  private func append(_ text: String, _ place: String, to all: inout [String]) throws(Diagnostic) {
    var parts = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Substring.init)
    if parts.last?.isEmpty == true { parts.removeLast() }
    for (index, part) in parts.enumerated() {
      guard jsonLines else {
        all.append(String(part))
        continue
      }
      guard let text = (try? JSON(parsing: String(part)))?.string else {
        throw Diagnostic("\(place):\(index + 1)", "is no JSON string", expected: "\"a text\" on each line")
      }
      all.append(text)
    }
  }

  /// Bytes of standard input that are read at most.
  private static let limit = 1 << 30

  private static func standardInput() throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Diagnostic("standard input", "cannot be read", expected: "a text; or texts as arguments, or --file")
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit else {
        throw Diagnostic("standard input", "holds more than 1 GiB", expected: "a text of less")
      }
    }
  }
}
