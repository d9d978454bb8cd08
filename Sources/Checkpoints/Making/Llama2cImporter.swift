public import Files
import Tokenization

/// Turns a llama2.c checkpoint into a Hugging Face directory: config.json, model.safetensors (f32), and the
/// tokenizer.
///
/// llama2.c turns adjacent pairs (2i, 2i+1) of a head in its rotary positions, Hugging Face pairs (i, i +
/// headSize/2): the rows of the query and key weights are put in that order. Norm epsilon is 1e-5 and the
/// rotary base 10000, as llama2.c has them in its code.
public enum Llama2cImporter {
  /// Writes a new folder; throws when there is one already.
  ///
  /// - Parameters:
  ///   - tokenizer: a SentencePiece model, or llama2.c's `tokenizer.bin`; nil writes none.
  ///   - madeBy: for provenance.json; nil writes none.
  ///   - force: replaces a folder that Assay made.
  ///   - contextLength: what config.json says; nil keeps the length that the file states.
  ///   - observe: told before each tensor; may throw to stop, and nothing is left.
  public static func importModel(
    _ path: String, tokenizer: String?, contextLength: Int? = nil, madeBy: String? = nil, force: Bool = false,
    to directory: String,
    observe: (_ done: Int, _ total: Int) throws(Diagnostic) -> Void = { _, _ in }
  ) throws(Diagnostic) {
    let source = try Llama2cFile(path)
    var configuration = source.configuration
    try source.checkFinite()
    if let contextLength { configuration.contextLength = contextLength }
    var model: [UInt8]?
    if let tokenizer {
      model = try Self.tokenizer(tokenizer, pieces: configuration.vocabularySize)
    }
    let writer = try ModelDirectoryWriter(
      configuration, tokenizer: model, dtype: .f32, place: directory, madeBy: madeBy)
    // The mapping must outlive the pointers into it.
    defer { withExtendedLifetime(source.file) {} }
    try writer.write(to: directory, sources: [path] + (tokenizer.map { [$0] } ?? []), force: force) {
      (file) throws(Diagnostic) in
      let weights = configuration.weights
      for (done, (name, _)) in weights.enumerated() {
        try observe(done, weights.count)
        guard let range = source.ranges[name] else { continue }
        let bytes = UnsafeRawBufferPointer(rebasing: source.file.bytes[range])
        if name.hasSuffix("q_proj.weight") || name.hasSuffix("k_proj.weight") {
          try file.append(halfSplit(bytes, headSize: configuration.headSize, width: configuration.hiddenSize))
        } else {
          try file.append(bytes)
        }
      }
    }
  }

  private static func tokenizer(_ path: String, pieces: Int) throws(Diagnostic) -> [UInt8] {
    let bytes = try FileSystem.bytes(of: path)
    if let proto = try Llama2cTokenizer.read(bytes, pieces: pieces, place: path) {
      let model = proto.serialized()
      // Some of the pieces that stand for bytes, and not all, would be a tokenizer that nobody can open.
      _ = try SentencePieceModel(model, place: path)
      return model
    }
    let model = try SentencePieceModel(bytes, place: path)
    guard model.pieceCount == pieces else {
      throw Diagnostic(
        path, "has \(model.pieceCount) pieces, and the model \(pieces)",
        expected: "the model's own tokenizer was expected")
    }
    return bytes
  }

  /// Rows (head, pair, half) → (head, half, pair); a row has `width` floats.
  static func halfSplit(_ bytes: UnsafeRawBufferPointer, headSize: Int, width: Int) -> [UInt8] {
    let row = 4 * width
    let half = headSize / 2
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for head in stride(from: 0, to: bytes.count / row, by: headSize) {
      for part in 0..<2 {
        for pair in 0..<half {
          let start = (head + 2 * pair + part) * row
          result += bytes[start..<start + row]
        }
      }
    }
    return result
  }
}
