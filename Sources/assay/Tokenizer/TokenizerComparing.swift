import ArgumentParser
import Checkpoints
import Files
import Reporting
import Tokenization

extension TokenizerCommand {
  struct Comparing: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare", abstract: "Say whether two tokenizers give the same ids.",
      discussion: "Exit code 1 where they do not. tokenizer.model and tokenizer.json of one folder are two tokenizers.")

    @Argument(help: "A model's folder, or a tokenizer's file.")
    var first: String

    @Argument(help: "Another one.")
    var second: String

    @OptionGroup var texts: TokenizerTexts

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() throws {
      let left = try NamedTokenizer.open(first), right = try NamedTokenizer.open(second)
      let comparison = try TokenizerComparison(left, right, on: texts.read())
      if json {
        try Terminal.print(comparison.report(left, right).text(pretty: true) + "\n")
      } else {
        try Terminal.print(comparison.words(left, right) + "\n")
      }
      if comparison.differing > 0 { throw ExitCode(ExitStatus.failed.rawValue) }
    }
  }
}
