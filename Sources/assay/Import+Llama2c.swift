import ArgumentParser
import Checkpoints
import Files
import Pipelines
import Platform
import Reporting

extension Import {
  struct Llama2c: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "llama2c", abstract: "A .bin file of llama2.c, with its tokenizer (.model or .bin).")

    @Argument(help: "The checkpoint.")
    var file: String

    @Argument(help: "The folder to make; it must not be there yet.")
    var directory: String

    @Option(
      help: ArgumentHelp(
        "The model's tokenizer: a SentencePiece model, or llama2.c's tokenizer.bin.", valueName: "file"))
    var tokenizer: String?

    @OptionGroup var progress: ProgressArguments

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Replace what is there, if Assay made it.")
    var force = false

    mutating func run() throws {
      progress.begin("reading \(file)", patience: 5)
      try Llama2cImporter.importModel(
        file, tokenizer: tokenizer, madeBy: AssayVersion.maker, force: force, to: directory
      ) { (done, total) throws(Diagnostic) in
        let extent = "\(done) of \(total) tensors"
        try Interruption.tell(
          JobProgress("writing \(directory)", extent, done: done, of: total), directory, extent, leaves: .nothing)
      }
      try Terminal.print(Import.report(directory, json: json))
      if tokenizer == nil {
        Terminal.remark("note: there is no tokenizer in it; scoring needs one (--tokenizer)\n")
      }
    }
  }
}
