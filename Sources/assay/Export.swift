import ArgumentParser
import Checkpoints
import Files
import Pipelines
import Platform
import Reporting
import Tensors

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a model folder in another program's format.", subcommands: [GGUF.self])

  struct GGUF: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "gguf", abstract: "A GGUF file, which llama.cpp and its kin load.",
      discussion: """
        Norms and biases are written in float32. Of the types with four bits, embedding and head are written in Q8_0; so are \
        matrices whose rows are not whole blocks. 'assay compare' says what that costs.
        """)

    @Argument(help: "The model folder.")
    var directory: String

    @Argument(help: "The file to write.")
    var file: String

    @Option(help: ArgumentHelp("How matrices are written: f16, q8_0, q4_0 or q4_k.", valueName: "format"))
    var type = GGUFExporter.Format.q80.rawValue

    @OptionGroup var progress: ProgressArguments

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Replace a file that is there.")
    var force = false

    mutating func run() throws {
      guard let format = GGUFExporter.Format(rawValue: type) else {
        throw Diagnostic(
          "--type", "'\(type)' is no format",
          expected: GGUFExporter.Format.allCases.map(\.rawValue).joined(separator: ", "), status: .wrongUsage)
      }
      progress.begin("reading \(directory)", patience: 5)
      let file = file
      let warnings = try GGUFExporter.export(
        directory, as: format, to: file, force: force, on: try ThreadPool.started(Machine.processors)
      ) { (done, total) throws(Diagnostic) in
        let extent = "\(done) of \(total) tensors"
        try Interruption.tell(
          JobProgress("writing \(file)", extent, done: done, of: total), file, extent, leaves: .nothing)
      }
      if json {
        let report: JSON = ["file": .string(file), "sha256": .string(try SHA256.hexadecimal(ofFile: file))]
        try Terminal.print(report.text(pretty: true) + "\n")
      } else {
        try Terminal.print(file + "\n")
      }
      for warning in warnings { Terminal.remark("warning: \(warning)\n") }
    }
  }
}
