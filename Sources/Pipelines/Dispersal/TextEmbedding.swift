import Checkpoints
public import Files
public import Tensors
import Tokenization
public import Transformers

/// A folder's model as something that makes vectors of texts.
public struct TextEmbedding {
  /// Which model, tokenizer and cut; equal digests make equal vectors of equal texts.
  public let digest: String
  public let embedder: any SequenceEmbedder
  /// What of the folder was ignored, or is read in another way than it is written; a sentence each.
  public let warnings: [String]
  private let directory: String
  private let ids: ([String]) throws(Diagnostic) -> [(ids: [Int32], isCut: Bool)]

  /// Opens a sentence encoder (BERT, MPNet) or any decoder that Assay opens.
  /// - Parameters:
  ///   - rows: of a decoder's states.
  ///   - maxLength: maximum number of tokens of a text; nil: the encoder's own, 1024 for a decoder.
  public init(
    directory: String, rows: DecoderEmbedder.Rows, maxLength: Int?, on pool: ThreadPool
  ) throws(Diagnostic) {
    guard FileSystem.isDirectory(directory) else {
      throw Diagnostic(directory, "is not a folder", expected: "the folder of a sentence encoder or a decoder")
    }
    if try EncoderConfiguration.describes(directory) {
      try self.init(encoder: directory, maxLength: maxLength, on: pool)
    } else {
      try self.init(decoder: directory, rows: rows, maxLength: maxLength ?? 1024, on: pool)
    }
  }

  private init(encoder directory: String, maxLength: Int?, on pool: ThreadPool) throws(Diagnostic) {
    self.directory = directory
    let checkpoint = try EncoderCheckpoint(directory: directory)
    let tokenizer = try WordPieceTokenizer(directory: directory)
    guard tokenizer.vocabularySize <= checkpoint.configuration.vocabularySize else {
      throw Diagnostic(
        directory + "/vocab.txt", "has \(tokenizer.vocabularySize) pieces",
        expected: "config.json says vocab_size \(checkpoint.configuration.vocabularySize)")
    }
    let most = checkpoint.configuration.maxLength
    guard maxLength.map({ (2...most).contains($0) }) ?? true else {
      throw Diagnostic(
        "max_length", "\(maxLength ?? 0) is out of range", expected: "a number from 2 to \(most)", status: .wrongUsage)
    }
    let length = maxLength ?? most
    warnings = []
    embedder = SentenceEncoder(try EncoderWeights(checkpoint, on: pool), on: pool)
    digest = SHA256.hexadecimal(of: "\(try checkpoint.digest()) \(tokenizer.digest) \(length)")
    // One token more than fits tells that there is more.
    ids = { (texts) throws(Diagnostic) in
      tokenizer.encode(texts, maxLength: length + 1).map { ids in
        ids.count > length ? (ids.prefix(length - 1) + ids.suffix(1), true) : (ids, false)
      }
    }
  }

  private init(
    decoder directory: String, rows: DecoderEmbedder.Rows, maxLength: Int, on pool: ThreadPool
  ) throws(Diagnostic) {
    self.directory = directory
    let checkpoint = try Checkpoint(directory: directory)
    let tokenizer = try ModelTokenizer.open(directory: directory)
    let table = checkpoint.configuration.vocabularySize
    let embedder = DecoderEmbedder(
      try DecoderWeights(checkpoint, format: nil, on: pool), rows: rows, maxLength: maxLength, on: pool)
    self.embedder = embedder
    warnings = try ModelSettings.warnings(checkpoint, tokenizer)
    let first = tokenizer.addsBOS ? tokenizer.bosID.map { [$0] } ?? [] : []
    let length = embedder.maxLength
    digest = SHA256.hexadecimal(
      of: "\(try checkpoint.digest()) \(tokenizer.digest) \(length) \(rows.rawValue) \(first)")
    ids = { (texts) throws(Diagnostic) in
      try texts.map { (text) throws(Diagnostic) in
        let ids = first + (try tokenizer.encode(text))
        if let id = ids.first(where: { $0 >= table }) {
          throw Diagnostic(
            "text '\(text.prefix(40))…'", "holds token \(id), for which \(directory) has no weights",
            expected: "texts of the \(table) tokens that the embedding has")
        }
        // A text without a single token has the vector of BOS.
        return (ids.isEmpty ? [tokenizer.bosID ?? 0] : Array(ids.prefix(length)), ids.count > length)
      }
    }
  }

  /// Vectors (texts, width), in the order of the texts, and how many of these were cut.
  public func vectors(
    of texts: [String], observe: (_ done: Int) throws(Diagnostic) -> Void = { _ in }
  ) throws(Diagnostic) -> EmbeddedTexts {
    let encoded = try ids(texts), width = embedder.width
    let vectors = try embedder.embed(encoded.map(\.ids), observe: observe)
    if let place = (0..<vectors.count).first(where: { !vectors[$0].isFinite }) {
      throw Diagnostic(
        directory, "makes a vector that is not finite of text \(place / width + 1)",
        expected: "an encoder whose states stay in the range of float32")
    }
    return EmbeddedTexts(vectors: vectors, width: width, truncated: encoded.count(where: \.isCut))
  }
}

/// What became of texts.
public struct EmbeddedTexts {
  /// (texts, width), each of length 1.
  public var vectors: FloatBuffer
  public var width: Int
  /// Texts whose end was cut off.
  public var truncated: Int

  /// Throws for the first vector that has another length than 1, or none, by its record's name: distances between such are
  /// no distances.
  func check(names: [String], place: String) throws(Diagnostic) {
    for (row, name) in names.enumerated() {
      let values = UnsafeBufferPointer(start: vectors.base + row * width, count: width)
      let square = values.reduce(0.0) { $0 + Double($1) * Double($1) }
      guard (0.99...1.01).contains(square) else {
        let length = square.isFinite ? "of length \(square.squareRoot())" : "with a number that is not finite"
        throw Diagnostic(
          place, "has a vector \(length) for \(name)", expected: "vectors of length 1, as 'assay disperse' writes them")
      }
    }
    withExtendedLifetime(vectors) {}
  }
}
