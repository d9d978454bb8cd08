import Files

/// A llama2.c checkpoint (versions 0 and 1, float32): its shape, and where each weight lies.
struct Llama2cFile {
  let file: MappedFile
  let configuration: ModelConfiguration
  /// Byte ranges of the weights, by their Hugging Face names.
  let ranges: [String: Range<Int>]

  private static let magic: Int32 = 0x616B_3432

  init(_ path: String) throws(Diagnostic) {
    file = try MappedFile(path)
    guard file.bytes.count >= 28 else {
      throw .notLlama2c(path, "is too short: \(file.bytes.count) bytes")
    }
    if Self.integer(file, 0) == Self.magic {
      (configuration, ranges) = try Self.version1(file)
    } else {
      (configuration, ranges) = try Self.version0(file)
    }
  }

  /// Throws, by the tensor's name, where a weight is no number.
  func checkFinite() throws(Diagnostic) {
    for (name, _) in configuration.weights {
      guard let range = ranges[name] else { continue }
      let first = try file.withBytes { (bytes) throws(Diagnostic) -> Int? in
        // What has all bits of the exponent is NaN or infinite.
        stride(from: range.lowerBound, to: range.upperBound, by: 4).first {
          UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)) & 0x7F80_0000 == 0x7F80_0000
        }
      }
      guard let place = first else { continue }
      throw Diagnostic(
        file.path, "tensor \"\(name)\" holds NaN or an infinity, first at element \((place - range.lowerBound) / 4)",
        expected: "all weights must be finite; the file is damaged or the training diverged")
    }
  }

  private static func integer(_ file: MappedFile, _ index: Int) -> Int32 {
    Int32(littleEndian: file.bytes.loadUnaligned(fromByteOffset: 4 * index, as: Int32.self))
  }

  /// dim, hidden_dim, n_layers, n_heads, n_kv_heads, vocab_size, seq_len, then the weights, kind by kind,
  /// with the two rotary tables before the head.
  private static func version0(
    _ file: MappedFile
  ) throws(Diagnostic) -> (ModelConfiguration, [String: Range<Int>]) {
    let vocabulary = integer(file, 5)
    let configuration = try configuration(
      file, first: 0, vocabulary: Int(vocabulary.magnitude), isTied: vocabulary > 0)
    var layout = Layout(place: file.path, start: 28, limit: file.bytes.count)
    try layout.add("model.embed_tokens.weight", [configuration.vocabularySize, configuration.hiddenSize])
    try layout.addNorms("input_layernorm", configuration)
    try layout.addProjections([.q, .k, .v, .o], configuration)
    try layout.addNorms("post_attention_layernorm", configuration)
    try layout.addProjections([.gate, .down, .up], configuration)
    try layout.add("model.norm.weight", [configuration.hiddenSize])
    try layout.skip([configuration.contextLength, configuration.headSize])
    if !configuration.tieWordEmbeddings {
      try layout.add("lm_head.weight", [configuration.vocabularySize, configuration.hiddenSize])
    }
    return (configuration, try layout.ranges())
  }

  /// Magic, version, the same seven numbers, one byte for a tied head, zeros up to 256; then the norms, then
  /// the rest.
  private static func version1(
    _ file: MappedFile
  ) throws(Diagnostic) -> (ModelConfiguration, [String: Range<Int>]) {
    let version = integer(file, 1)
    guard version == 1 else { throw .unknownVersion(file.path, version) }
    guard file.bytes.count >= 256 else {
      throw .notLlama2c(file.path, "is too short: \(file.bytes.count) bytes")
    }
    let configuration = try configuration(
      file, first: 2, vocabulary: Int(integer(file, 7)), isTied: file.bytes[36] != 0)
    var layout = Layout(place: file.path, start: 256, limit: file.bytes.count)
    try layout.addNorms("input_layernorm", configuration)
    try layout.addNorms("post_attention_layernorm", configuration)
    try layout.add("model.norm.weight", [configuration.hiddenSize])
    try layout.add("model.embed_tokens.weight", [configuration.vocabularySize, configuration.hiddenSize])
    try layout.addProjections([.q, .k, .v, .o, .gate, .down, .up], configuration)
    if !configuration.tieWordEmbeddings {
      try layout.add("lm_head.weight", [configuration.vocabularySize, configuration.hiddenSize])
    }
    return (configuration, try layout.ranges())
  }

  private static func configuration(
    _ file: MappedFile, first: Int, vocabulary: Int, isTied: Bool
  ) throws(Diagnostic) -> ModelConfiguration {
    var sizes = (0..<7).map { Int(integer(file, first + $0)) }
    sizes[5] = vocabulary
    let names = ["dim", "hidden_dim", "n_layers", "n_heads", "n_kv_heads", "vocab_size", "seq_len"]
    for (name, size) in zip(names, sizes) where !(1...ConfigurationReader.sizeLimit).contains(size) {
      throw .notLlama2c(file.path, "has a header with \(name) \(size)")
    }
    let (width, heads, keyValueHeads) = (sizes[0], sizes[3], sizes[4])
    guard width % heads == 0, heads % keyValueHeads == 0, (width / heads) % 2 == 0 else {
      throw .notLlama2c(
        file.path, "has a header with dim \(width), n_heads \(heads), n_kv_heads \(keyValueHeads)")
    }
    return ModelConfiguration(
      vocabularySize: vocabulary, hiddenSize: width, intermediateSize: sizes[1], layerCount: sizes[2],
      headCount: heads, keyValueHeadCount: keyValueHeads, contextLength: sizes[6],
      tieWordEmbeddings: isTied)
  }

  /// Hands out byte ranges one after the other, without trusting any number from the file: it stops at the
  /// file's end, so a header that lies costs no time either.
  private struct Layout {
    let place: String
    let limit: Int
    private var end: Int
    private var found: [String: Range<Int>] = [:]

    init(place: String, start: Int, limit: Int) {
      self.place = place
      self.limit = limit
      end = start
    }

    mutating func add(_ name: String, _ shape: [Int]) throws(Diagnostic) {
      let start = end
      try skip(shape)
      found[name] = start..<end
    }

    mutating func skip(_ shape: [Int]) throws(Diagnostic) {
      // Two factors below 2^24 each, and 4: no overflow.
      let size = shape.reduce(4, *)
      guard size <= limit - end else {
        throw .notLlama2c(place, "has \(limit) bytes, and its header asks for more")
      }
      end += size
    }

    mutating func addNorms(_ name: String, _ configuration: ModelConfiguration) throws(Diagnostic) {
      for layer in 0..<configuration.layerCount {
        try add("model.layers.\(layer).\(name).weight", [configuration.hiddenSize])
      }
    }

    mutating func addProjections(
      _ projections: [Projection], _ configuration: ModelConfiguration
    ) throws(Diagnostic) {
      for projection in projections {
        for layer in 0..<configuration.layerCount {
          try add(projection.moduleName(layer: layer) + ".weight", configuration.shape(of: projection))
        }
      }
    }

    func ranges() throws(Diagnostic) -> [String: Range<Int>] {
      guard limit == end else {
        throw .notLlama2c(place, "has \(limit) bytes, and its header asks for \(end)")
      }
      return found
    }
  }
}

extension Diagnostic {
  fileprivate static func notLlama2c(_ path: String, _ problem: String) -> Diagnostic {
    Diagnostic(
      path, problem, expected: "an intact llama2.c checkpoint (version 0 or 1, float32) was expected")
  }

  fileprivate static func unknownVersion(_ path: String, _ version: Int32) -> Diagnostic {
    Diagnostic(
      path, "is a llama2.c checkpoint of version \(version), which is not supported",
      expected: "version 0 or 1 (float32) was expected")
  }
}
