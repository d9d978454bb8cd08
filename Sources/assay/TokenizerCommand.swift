import ArgumentParser
import Corpora
import Files
import Reporting
import Tokenization

struct TokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer", abstract: "Make tokenizers.", subcommands: [Training.self])

  struct Training: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "train", abstract: "Train a SentencePiece tokenizer.model on text.",
      discussion: "Ids 0, 1, 2 are <unk>, <s>, </s>; what no piece can write is written in bytes.")

    @Argument(help: "The tokenizer.model to write.")
    var model: String

    @Option(help: ArgumentHelp("Text, .jsonl or .jsonl.gz; may be given several times.", valueName: "file"))
    var data: [String]

    @Option(help: ArgumentHelp("What becomes of records that cannot be read: auto, refuse or skip.", valueName: "rule"))
    var onBadRecord = BadRecords.auto.rawValue

    @Option(help: ArgumentHelp("Pieces, the 259 fixed ones included.", valueName: "n"))
    var pieces = 1024

    @Option(help: ArgumentHelp("bpe or unigram.", valueName: "kind"))
    var kind = "bpe"

    @Flag(help: "Write over a file that is something else, or was made of other text.")
    var force = false

    @OptionGroup var progress: ProgressArguments

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() throws {
      guard let kind = SentencePieceTraining.Kind(rawValue: kind) else {
        throw Diagnostic("--kind", "'\(kind)' is no kind", expected: "bpe or unigram", status: .wrongUsage)
      }
      guard (SentencePieceTraining.fewestPieces...(1 << 20)).contains(pieces) else {
        throw Diagnostic(
          "--pieces", "\(pieces) is out of range", expected: "a number from \(SentencePieceTraining.fewestPieces) on",
          status: .wrongUsage)
      }
      guard let badRecords = BadRecords(rawValue: onBadRecord) else {
        throw Diagnostic(
          "--on-bad-record", "'\(onBadRecord)' is no rule", expected: "auto, refuse or skip", status: .wrongUsage)
      }
      let place = try OutputPlace(model, .file, files: data, force: force)
      try place.check(made: "a tokenizer.model") { path in
        (try? FileSystem.bytes(of: path)).flatMap { try? SentencePieceTokenizer(model: $0, place: path) } != nil
      }
      let staged = try StagedFile(place.path)
      // SentencePiece does not look whether it is to end: a signal ends it where it stands.
      progress.begin("reading the text", patience: 0)
      let corpus = try Corpus(files: data, documents: .line, badRecords: badRecords)
      Terminal.note(corpus.leftOut.words)
      Terminal.show(JobProgress("training a tokenizer of \(Quantity.count(pieces)) pieces"))
      let bytes = try SentencePieceTraining(pieces: pieces, kind: kind).model(
        of: corpus.sentences, place: data.joined(separator: ", "))
      // A tokenizer does not say who made it: its own is what the same command makes.
      try place.check(made: "the tokenizer that this command makes") { path in
        (try? FileSystem.bytes(of: path)) == bytes
      }
      try FileSystem.write(bytes, to: staged.path)
      try staged.finish()
      let made = try SentencePieceTokenizer(model: bytes, place: model)
      let report: JSON = [
        "file": .string(model), "pieces": .integer(made.vocabularySize),
        "sha256": .string(try SHA256.hexadecimal(ofFile: model)),
      ]
      try Terminal.print(json ? report.text(pretty: true) + "\n" : "\(model): \(made.vocabularySize) pieces\n")
    }
  }
}
