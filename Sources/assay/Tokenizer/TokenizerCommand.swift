import ArgumentParser

struct TokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer", abstract: "Make tokenizers, and look at what they do.",
    subcommands: [Training.self, Encoding.self, Decoding.self, Comparing.self])
}
