import ArgumentParser

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a Hugging Face folder of a foreign checkpoint, or of random weights.",
    subcommands: [Llama2c.self, Random.self])
}
