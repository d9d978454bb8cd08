import Checkpoints
import Configuration
import Files
import Merging
import ModelMerging
import Pipelines
import TestSupport
import Testing
import Tokenization

/// `tokenizer_source`, `tokenizer` and `chat_template`: models whose tokens differ, merged row by row.
@Suite struct TokenizerMergeTests {
  private let folder: ScratchDirectory
  private let pieces = SentencePieceProto.characters.pieces.count
  private let width = 32

  init() throws {
    folder = try ScratchDirectory()
    try DemoModel.write(to: folder["base"], seed: 1)
    try write("chat", ["<|a|>", "<|b|>"], seed: 2)
    try write("other", ["<|b|>", "<|c|>"], seed: 3)
    try write("third", ["<|a|>"], seed: 4)
  }

  private func write(_ name: String, _ added: [String], seed: UInt64, proto: SentencePieceProto = .characters) throws {
    var shape = try Checkpoint(directory: folder["base"]).configuration
    shape.vocabularySize = proto.pieces.count + added.count
    try RandomModel.write(
      shape, seed: seed, dtype: .f32, standardDeviation: 0.2, tokenizer: proto.serialized(), to: folder[name])
    let tokens = added.enumerated().map { "\"\($1)\": \(proto.pieces.count + $0)" }.joined(separator: ", ")
    try folder.write(name + "/added_tokens.json", "{\(tokens)}")
  }

  /// YAML in which $NAME stands for a folder.
  private func job(_ yaml: String) throws -> MergeConfiguration {
    let names = ["base", "chat", "other", "third", "pieces"]
    let text = names.reduce(yaml) { $0.replacing("$" + $1, with: folder[$1]) }
    var job = try MergeConfiguration(try ConfigurationFile(text: text, place: "merge.yaml").settings)
    job.out = folder["merged"]
    return job
  }

  private func merge(_ yaml: String) throws -> MergeOutcome { try MergeModels(try job(yaml), threads: 2).run() }

  private func rows(_ model: String, _ table: String) throws -> [[Double]] {
    let view = try #require(try TensorStore(directory: folder[model])[table])
    let values = (0..<view.count).map { Double(view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)) }
    return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
  }

  private func mix(_ rows: [(Double, [Double])]) -> [Double] {
    (0..<width).map { column in rows.reduce(0) { $0 + $1.0 * $1.1[column] } }
  }

  private func expect(_ found: [Double], _ expected: [Double], _ comment: Comment) {
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 } && found.count == expected.count, comment)
  }

  private static let three =
    "merge_method: linear\nmodels:\n- {model: $chat, parameters: {weight: 0.25}}\n"
    + "- {model: $other, parameters: {weight: 0.25}}\n- {model: $third, parameters: {weight: 0.5}}\n"

  @Test("A union: the first one's tokens, then the others'; who lacks one takes the mean of those that have it")
  func union() throws {
    let outcome = try merge(Self.three + "tokenizer_source: union\n")
    #expect(
      outcome.notes.contains { $0.contains("\(pieces + 3) tokens in \(pieces + 3) rows, 1 of them behind those of") })
    for table in ["model.embed_tokens.weight", "lm_head.weight"] {
      let chat = try rows("chat", table), other = try rows("other", table), third = try rows("third", table)
      let found = try rows("merged", table)
      #expect(found.count == pieces + 3)
      for id in [0, 5, pieces - 1] {
        expect(found[id], mix([(0.25, chat[id]), (0.25, other[id]), (0.5, third[id])]), "token \(id)")
      }
      let meanOfA = mix([(0.5, chat[pieces]), (0.5, third[pieces])])
      expect(found[pieces], mix([(0.25, chat[pieces]), (0.25, meanOfA), (0.5, third[pieces])]), "a")
      let meanOfB = mix([(0.5, chat[pieces + 1]), (0.5, other[pieces])])
      expect(found[pieces + 1], mix([(0.25, chat[pieces + 1]), (0.25, other[pieces]), (0.5, meanOfB)]), "b")
      expect(found[pieces + 2], other[pieces + 1], "c")
    }
    #expect(try JSON(file: folder["merged"] + "/config.json")["vocab_size"]?.integer == pieces + 3)
    let tokenizer = try SentencePieceTokenizer(directory: folder["merged"])
    #expect(try tokenizer.encode("<|c|><|a|><|b|>") == [2, 0, 1].map { Int32(pieces + $0) })
    // It is a model that can be opened.
    #expect(try Checkpoint(directory: folder["merged"]).configuration.vocabularySize == pieces + 3)
  }

  @Test("The base's tokens: a model's own rows by their tokens, task vectors from the base's rows")
  func base() throws {
    // The same pieces in another order, and one that the base lacks.
    var proto = SentencePieceProto.characters
    proto.pieces.swapAt(300, 301)
    proto.pieces.append(.init("zz"))
    try write("pieces", [], seed: 9, proto: proto)
    _ = try merge(
      "merge_method: task_arithmetic\nbase_model: $base\nmodels: [{model: $pieces}]\nparameters: {weight: 0.5}\ntokenizer_source: base"
    )
    let base = try rows("base", "lm_head.weight"), own = try rows("pieces", "lm_head.weight")
    let found = try rows("merged", "lm_head.weight")
    #expect(found.count == pieces)
    for (id, source) in [(7, 7), (300, 301), (301, 300)] {
      expect(found[id], mix([(0.5, base[id]), (0.5, own[source])]), "token \(id)")
    }
    try FileSystem.removeDirectory(folder["merged"])
    let error = #expect(throws: Diagnostic.self) {
      _ = try merge("merge_method: linear\nbase_model: $base\nmodels: [{model: $pieces}]\ntokenizer_source: union")
    }
    #expect(error?.problem == "has a piece that \(folder["base"]) lacks: 'zz'" && error?.status == .wrongUsage)
  }

  @Test("A folder's tokens, rules for single tokens, rows of padding")
  func rules() throws {
    _ = try merge(
      """
      merge_method: linear
      models: [{model: $other}, {model: $third}]
      tokenizer:
        source: $other
        pad_to_multiple_of: 8
        tokens:
          <|b|>: {source: {kind: zero}}
          <|c|>: {source: {kind: model_token, model: $third, token: <|a|>}, force: true}
          "!": {source: {kind: model_token, model: $other, token_id: 3}, force: true}
      """)
    let table = "model.embed_tokens.weight"
    let other = try rows("other", table), third = try rows("third", table), found = try rows("merged", table)
    #expect(found.count == (pieces + 2 + 7) / 8 * 8)
    expect(found[pieces], other[pieces].map { $0 / 2 }, "b: one has it, the other gets zeros")
    expect(found[pieces + 1], third[pieces], "c is a's row in all of them")
    let mark = try #require(SentencePieceProto.characters.pieces.firstIndex { $0.text == "!" })
    expect(found[mark], other[3], "forced by id")
    #expect(found[pieces + 2].allSatisfy { $0 == 0 })
    #expect(
      try FileSystem.bytes(of: folder["merged"] + "/added_tokens.json")
        == FileSystem.bytes(of: folder["other"] + "/added_tokens.json"))
  }

  @Test("Where all have the tokens that are asked for, not a bit is different")
  func identity() throws {
    try DemoModel.write(to: folder["pieces"], seed: 7)
    let yaml = "merge_method: linear\nmodels: [{model: $base}, {model: $pieces}]\n"
    _ = try merge(yaml)
    try FileSystem.move(folder["merged"], to: folder["plain"])
    for source in ["base", "union", "$pieces", "model:$base"] {
      _ = try merge(yaml + "tokenizer_source: \(source)\n")
      #expect(
        try FileSystem.bytes(of: folder["merged"] + "/model.safetensors")
          == FileSystem.bytes(of: folder["plain"] + "/model.safetensors"))
      try FileSystem.removeDirectory(folder["merged"])
    }
  }

  @Test("Templates for chats: by name, as they are, the commonest")
  func templates() throws {
    func template() throws -> String? {
      defer { try? FileSystem.removeDirectory(folder["merged"]) }
      return try JSON(file: folder["merged"] + "/tokenizer_config.json")["chat_template"]?.string
    }
    let start = Self.three + "tokenizer_source: union\n"
    let outcome = try merge(start + "chat_template: auto\n")
    #expect(outcome.notes.contains { $0.hasPrefix("chat_template: auto finds none") })
    try FileSystem.removeDirectory(folder["merged"])
    for name in ["chat", "third"] { try folder.write(name + "/chat_template.jinja", "{{ common }}") }
    try folder.write("other/tokenizer_config.json", #"{"chat_template": "{{ rare }}"}"#)
    _ = try merge(start + "chat_template: auto\n")
    #expect(!FileSystem.exists(folder["merged"] + "/chat_template.jinja"))
    #expect(try template() == "{{ common }}")
    _ = try merge(start + "chat_template: chatml\n")
    #expect(try template()?.contains("<|im_start|>") == true)
    _ = try merge(start + "chat_template: \"{% if x %}{% endif %}\"\n")
    #expect(try template() == "{% if x %}{% endif %}")
  }

  @Test(
    "What cannot be is said before anything is written",
    arguments: [
      ("", "\"vocab_size\" is \(SentencePieceProto.characters.pieces.count + 1)", 1),
      ("tokenizer_source: 3", "is not a folder", 1), ("tokenizer: union", "tokenizer is \"union\"", 64),
      ("tokenizer_source: base\ntokenizer: {source: union}", "both tokenizer_source and tokenizer", 64),
      ("tokenizer: {sauce: base}", "there is no key \"sauce\" in tokenizer", 64),
      ("tokenizer: {tokens: {x: {force: true}}}", "has no source for 'x'", 64),
      ("tokenizer: {tokens: {\"<|a|>\": {source: $base, force: true}}}", "the source of '<|a|>' has no such row", 64),
      ("tokenizer: {tokens: {x: {source: {kind: two}}}}", "is \"two\"", 64),
      ("chat_template: gemma9", "there is none called 'gemma9'", 64),
    ])
  func refusals(yaml: String, sentence: String, status: Int) throws {
    // Another model's tokens, so that the tokenizers differ.
    try folder.write(
      "other/tokenizer.model", SentencePieceProto(pieces: SentencePieceProto.specials + [.init("q")]).serialized())
    let error = #expect(throws: Diagnostic.self) { _ = try merge(Self.three + yaml + "\n") }
    #expect(error?.problem.contains(sentence) == true, "\(error?.description ?? "")")
    #expect((error?.status == .wrongUsage) == (status == 64))
    #expect(!FileSystem.exists(folder["merged"]))
  }

  @Test("A token without weights in any of the models is an error, and an adapter has no tokenizer")
  func nowhere() throws {
    let error = #expect(throws: Diagnostic.self) {
      _ = try merge("merge_method: linear\nmodels: [{model: $other}, {model: $base}]\ntokenizer_source: $chat\n")
    }
    #expect(error?.problem == "token '<|a|>' has weights in none of the models")
    let shape = try Checkpoint(directory: folder["base"]).configuration
    _ = try RandomAdapter.write("pieces", [.up], rank: 2, for: shape, in: folder)
    let second = #expect(throws: Diagnostic.self) {
      _ = try merge("merge_method: linear\nbase_model: $base\nmodels: [{model: $pieces}]\ntokenizer_source: union\n")
    }
    #expect(second?.problem == "the result is an adapter, which has no tokenizer")
  }
}
