import ArgumentParser

struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print what makes a shell complete assay's words: bash, zsh or fish.",
    discussion: """
      bash: source <(assay completions bash). zsh: a file _assay in a folder of $fpath. fish: \
      ~/.config/fish/completions/assay.fish. 'make install' puts them where the shells look by themselves.
      """)

  @Argument(help: "bash, zsh or fish.")
  var shell: CompletionScript

  mutating func run() throws { try Terminal.print(shell.text) }
}

extension CompletionScript: ExpressibleByArgument {}

/// What the scripts ask.
struct Complete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete",
    abstract: "Print the words that may follow.", shouldDisplay: false)

  @Argument(help: "The program and the words up to the cursor, with tabs between them.")
  var line: String

  mutating func run() throws {
    let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    try Terminal.print(Completion(try .assay(), words: words).text)
  }
}
