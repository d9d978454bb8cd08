import ArgumentParser
import Checkpoints
import Files
import Reporting
import Tokenization

extension TokenizerCommand {
  struct Decoding: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "decode", abstract: "Print the text of token ids.")

    @Argument(help: "A model's folder, or a tokenizer.json, tokenizer.model, tekken.json, .tiktoken or .gguf file.")
    var tokenizer: String

    @Argument(help: "Ids; without any, each line of standard input is a text's.")
    var ids: [Int32] = []

    @Flag(help: "Leave out special tokens.")
    var skipSpecial = false

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() throws {
      let tokenizer = try NamedTokenizer.open(tokenizer)
      for warning in tokenizer.warnings { Terminal.remark("warning: \(warning)\n") }
      let texts = try (ids.isEmpty ? Self.lines() : [ids]).map { ids in
        if let stray = ids.first(where: { tokenizer.piece(of: $0) == nil }) {
          throw Diagnostic(
            "ids", "\(stray) is no token", expected: "ids below \(tokenizer.vocabularySize)", status: .wrongUsage)
        }
        return tokenizer.decode(skipSpecial ? ids.filter { !tokenizer.isSpecial($0) } : ids)
      }
      let report: JSON = ["tokenizer": .string(tokenizer.digest), "texts": .array(texts.map { .string($0) })]
      try Terminal.print(json ? report.text(pretty: true) + "\n" : texts.map { $0 + "\n" }.joined())
    }

    private static func lines() throws(Diagnostic) -> [[Int32]] {
      var input = TokenizerTexts()
      (input.texts, input.file, input.lines, input.jsonLines) = ([], [], true, false)
      var lines: [[Int32]] = []
      for (index, line) in try input.read().enumerated() {
        let ids = line.split(separator: " ").map { Int32($0) }
        guard !ids.contains(nil) else {
          throw Diagnostic(
            "standard input:\(index + 1)", "'\(line.prefix(40))' are no ids", expected: "whole numbers between spaces",
            status: .wrongUsage)
        }
        lines.append(ids.compactMap { $0 })
      }
      return lines
    }
  }
}
