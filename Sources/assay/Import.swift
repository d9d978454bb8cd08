import ArgumentParser
import Checkpoints
import Files

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn a foreign checkpoint into a Hugging Face folder.",
    discussion: "FORMAT is llama2c: a .bin file of llama2.c, with its tokenizer (.model or .bin).")

  @Argument(help: "llama2c.")
  var format: String

  @Argument(help: "The checkpoint.")
  var file: String

  @Argument(help: "The folder to make; it must not be there yet.")
  var directory: String

  @Option(
    help: ArgumentHelp(
      "The model's tokenizer: a SentencePiece model, or llama2.c's tokenizer.bin.", valueName: "file"))
  var tokenizer: String?

  mutating func run() throws {
    guard format == "llama2c" else {
      throw Diagnostic("FORMAT", "'\(format)' is not known", expected: "llama2c", status: .wrongUsage)
    }
    try Llama2cImporter.importModel(file, tokenizer: tokenizer, to: directory)
    try Terminal.print("\(directory)\n")
    if tokenizer == nil {
      Terminal.note("note: there is no tokenizer in it; scoring needs one (--tokenizer)\n")
    }
  }
}
