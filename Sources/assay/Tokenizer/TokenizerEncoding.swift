import ArgumentParser
import Checkpoints
import Files
import Reporting
import Tokenization

extension TokenizerCommand {
  struct Encoding: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "encode", abstract: "Print the token ids of texts.",
      discussion: "A line of ids for each text.")

    @Argument(help: "A model's folder, or a tokenizer.json, tokenizer.model, tekken.json, .tiktoken or .gguf file.")
    var tokenizer: String

    @OptionGroup var texts: TokenizerTexts

    @Flag(help: "Put BOS in front and EOS behind where the tokenizer does so.")
    var special = false

    @Flag(help: "Print pieces instead of ids.")
    var pieces = false

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() throws {
      let tokenizer = try NamedTokenizer.open(tokenizer)
      for warning in tokenizer.warnings { Terminal.remark("warning: \(warning)\n") }
      var lines = "", values: [JSON] = []
      for text in try texts.read() {
        var ids = try tokenizer.encode(text)
        if special { ids = tokenizer.framed(ids) }
        let names = ids.map { tokenizer.piece(of: $0) ?? "" }
        if json {
          values.append([
            "text": .string(text), "ids": .array(ids.map { .integer(Int($0)) }),
            "pieces": .array(names.map { .string($0) }),
          ])
        } else {
          lines += (pieces ? names.map { JSON.string($0).text() } : ids.map(String.init)).joined(separator: " ") + "\n"
        }
      }
      let report: JSON = ["tokenizer": .string(tokenizer.digest), "texts": .array(values)]
      try Terminal.print(json ? report.text(pretty: true) + "\n" : lines)
    }
  }
}
