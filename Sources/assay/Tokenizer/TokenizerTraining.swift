import ArgumentParser
import Corpora
import Files
import Reporting
import Tokenization

extension TokenizerCommand {
  struct Training: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "train", abstract: "Train a tokenizer on text: SentencePiece's, or byte-level BPE.",
      discussion: """
        bpe and unigram write a tokenizer.model: ids 0, 1, 2 are <unk>, <s>, </s>; what no piece can write is written in \
        bytes. byte-bpe writes a tokenizer.json as GPT-2's: id 0 is <|endoftext|>, then come the 256 bytes.
        """)

    @Argument(help: "The tokenizer.model or tokenizer.json to write.")
    var model: String

    @Option(help: ArgumentHelp("Text, .jsonl or .jsonl.gz; may be given several times.", valueName: "file"))
    var data: [String]

    @Option(help: ArgumentHelp("What becomes of records that cannot be read: auto, refuse or skip.", valueName: "rule"))
    var onBadRecord = BadRecords.auto.rawValue

    @Option(help: ArgumentHelp("Pieces, the 259 fixed ones included.", valueName: "n"))
    var pieces = 1024

    @Option(help: ArgumentHelp("bpe, unigram or byte-bpe.", valueName: "kind"))
    var kind = "bpe"

    @Flag(help: "Write over a file that is something else, or was made of other text.")
    var force = false

    @OptionGroup var progress: ProgressArguments

    @Flag(help: "Print JSON.")
    var json = false

    /// byte-bpe among them, which is not SentencePiece's.
    private enum Kind {
      case sentencePiece(SentencePieceTraining.Kind), byteLevel

      init(_ name: String) throws(Diagnostic) {
        if name == "byte-bpe" {
          self = .byteLevel
        } else if let kind = SentencePieceTraining.Kind(rawValue: name) {
          self = .sentencePiece(kind)
        } else {
          throw Diagnostic(
            "--kind", "'\(name)' is no kind", expected: "bpe, unigram or byte-bpe", status: .wrongUsage)
        }
      }

      var isByteLevel: Bool { if case .byteLevel = self { true } else { false } }
      var fileName: String { isByteLevel ? "tokenizer.json" : "tokenizer.model" }
      var fewestPieces: Int { isByteLevel ? BPETraining.fewestPieces + 1 : SentencePieceTraining.fewestPieces }

      func bytes(of corpus: Corpus, pieces: Int, place: String) throws(Diagnostic) -> [UInt8] {
        switch self {
        case .sentencePiece(let kind):
          try SentencePieceTraining(pieces: pieces, kind: kind).model(of: corpus.sentences, place: place)
        case .byteLevel:
          Array(
            try BPETraining(pieces: pieces).layout(of: corpus.texts, place: place).json.text(pretty: true).utf8) + [
              0x0A
            ]
        }
      }

      func open(_ bytes: [UInt8], place: String) throws(Diagnostic) -> any Tokenizer {
        isByteLevel
          ? try FastTokenizer(bytes: bytes, place: place) : try SentencePieceTokenizer(model: bytes, place: place)
      }
    }

    mutating func run() throws {
      let kind = try Kind(kind)
      guard (kind.fewestPieces...(1 << 20)).contains(pieces) else {
        throw Diagnostic(
          "--pieces", "\(pieces) is out of range", expected: "a number from \(kind.fewestPieces) on",
          status: .wrongUsage)
      }
      guard let badRecords = BadRecords(rawValue: onBadRecord) else {
        throw Diagnostic(
          "--on-bad-record", "'\(onBadRecord)' is no rule", expected: "auto, refuse or skip", status: .wrongUsage)
      }
      let place = try OutputPlace(model, .file, files: data, force: force)
      try place.check(made: "a \(kind.fileName)") { path in
        (try? FileSystem.bytes(of: path)).flatMap { try? kind.open($0, place: path) } != nil
      }
      let staged = try StagedFile(place.path)
      // Neither training looks whether it is to end: a signal ends it where it stands.
      progress.begin("reading the text", patience: 0)
      // Byte-level pieces hold line feeds, too: there a text stays whole.
      let corpus = try Corpus(
        files: data, documents: kind.isByteLevel ? .file : .line, badRecords: badRecords)
      Terminal.note(corpus.leftOut.words)
      Terminal.show(JobProgress("training a tokenizer of \(Quantity.count(pieces)) pieces"))
      let bytes = try kind.bytes(of: corpus, pieces: pieces, place: data.joined(separator: ", "))
      // A tokenizer does not say who made it: its own is what the same command makes.
      try place.check(made: "the tokenizer that this command makes") { path in
        (try? FileSystem.bytes(of: path)) == bytes
      }
      try FileSystem.write(bytes, to: staged.path)
      try staged.finish()
      let made = try kind.open(bytes, place: model)
      if kind.isByteLevel, made.vocabularySize < pieces {
        Terminal.note("warning: \(data.joined(separator: ", ")): gives \(made.vocabularySize) pieces, not \(pieces)\n")
      }
      let report: JSON = [
        "file": .string(model), "pieces": .integer(made.vocabularySize),
        "sha256": .string(try SHA256.hexadecimal(ofFile: model)),
      ]
      try Terminal.print(json ? report.text(pretty: true) + "\n" : "\(model): \(made.vocabularySize) pieces\n")
    }
  }
}
