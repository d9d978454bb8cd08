import Checkpoints
import Configuration
import Corpora
import Datasets
import Evaluation
import Files
import TestSupport
import Testing
import Tokenization
import Worlds

@testable import Pipelines

/// A thousand damaged files for each reader; `make fuzz` tries more.
@Suite struct FuzzTests {
  private let folder: ScratchDirectory
  private let shape: ModelConfiguration

  init() throws {
    folder = try ScratchDirectory()
    try DemoModel.write(to: folder["model"], seed: 1)
    shape = try ModelConfiguration(file: folder["model"] + "/config.json")
  }

  /// A reader of one file of a folder, which gets the damaged bytes.
  private func target(
    _ name: String, _ file: String, _ documents: [[UInt8]], _ read: @escaping (String) throws -> Void
  ) -> FuzzTarget {
    let path = folder[file]
    return FuzzTarget(name, documents) { bytes in
      try AppendOnlyFile(path, truncating: true).append(bytes)
      try read(path)
    }
  }

  private func bytes(_ name: String) throws -> [UInt8] { try FileSystem.bytes(of: folder[name]) }

  private static func texts(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  private func safetensors(_ tensors: [(String, [Int])], _ metadata: [String: String] = ["format": "pt"]) throws
    -> [UInt8]
  {
    let path = folder["made.safetensors"]
    let writer = try SafetensorsWriter(
      path, tensors: tensors.map { SafetensorsWriter.Tensor($0.0, .f32, $0.1) }, metadata: metadata)
    for tensor in tensors {
      let values = [Float](repeating: 0.25, count: tensor.1.reduce(1, *))
      try values.withUnsafeBytes { try writer.append($0) }
    }
    try writer.finish()
    return try FileSystem.bytes(of: path)
  }

  // MARK: checkpoints

  @Test func safetensorsHeader() throws {
    let file = try safetensors([("a", [2, 3]), ("b.weight", [4]), ("scalar", [])])
    try target("safetensors", "x.safetensors", [file]) { path in
      for tensor in try SafetensorsFile(path).tensors {
        if let last = tensor.bytes.last { #expect(last <= 255) }
      }
    }.run()
  }

  @Test func safetensorsIndex() throws {
    try folder.write("sharded/one.safetensors", try safetensors([("a", [2])]))
    try folder.write("sharded/two.safetensors", try safetensors([("b", [2])]))
    let index = #"{"metadata": {"total_size": 16}, "weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}"#
    try target("index", "sharded/model.safetensors.index.json", Self.texts(index)) { path in
      _ = try TensorStore(directory: FileSystem.directory(of: path)).names
    }.run()
  }

  @Test func adapters() throws {
    _ = try RandomAdapter.write("adapter", [.q, .v], rank: 2, for: shape, in: folder)
    let weights = try bytes("adapter/adapter_model.safetensors"), settings = try bytes("adapter/adapter_config.json")
    try target("adapter", "adapter/adapter_model.safetensors", [weights]) { path in
      try AdapterCheckpoint(directory: FileSystem.directory(of: path)).check(for: shape)
    }.run()
    let more = Self.texts(
      #"{"peft_type": "LORA", "r": 8, "lora_alpha": 16, "target_modules": ".*(q|v)_proj", "use_rslora": true, "#
        + #""rank_pattern": {"q_proj": 4}, "alpha_pattern": {"v_proj": 2.5}, "base_model_name_or_path": "x"}"#)
    try target("adapter_config", "a.json", [settings] + more) { _ = try AdapterConfiguration(file: $0) }.run()
  }

  @Test func configurations() throws {
    try target("config", "config.json", [try bytes("model/config.json")]) { path in
      let read = try ModelConfiguration(file: path)
      _ = read.weightCount
    }.run()
    try RandomEncoder.write("bert", to: folder, name: "bert")
    try target("encoder_config", "bert/config.json", [try bytes("bert/config.json")]) { path in
      _ = try EncoderConfiguration(directory: FileSystem.directory(of: path))
    }.run()
  }

  @Test func llama2c() throws {
    func words(_ numbers: [Int32]) -> [UInt8] {
      numbers.flatMap { n in withUnsafeBytes(of: n.littleEndian) { Array($0) } }
    }
    let layer = 8 * 8 + 2 * 4 * 8 + 8 * 8 + 3 * 6 * 8 + 2 * 8
    let file = words([8, 6, 2, 2, 1, 5, 4]) + [UInt8](repeating: 0, count: 4 * (5 * 8 + 2 * layer + 8 + 4 * 4))
    try target("llama2c", "m.bin", [file]) { path in
      try FileSystem.removeDirectory(folder["hf"])
      try Llama2cImporter.importModel(path, tokenizer: nil, to: folder["hf"])
    }.run(share: 4)
  }

  // MARK: tokenizers

  @Test func sentencePiece() throws {
    let model = SentencePieceProto.characters.serialized()
    try FuzzTarget("tokenizer.model", [model, try bytes("model/tokenizer.model")]) { bytes in
      let tokenizer = try SentencePieceTokenizer(model: bytes, place: "tokenizer.model")
      _ = tokenizer.decode(try tokenizer.encode("ab c\n\u{1F600}"))
    }.run()
  }

  @Test func tokenizerSettings() throws {
    let settings = #"""
      {"add_bos_token": true, "add_eos_token": false, "bos_token": "<s>", "legacy": false, "added_tokens_decoder":
       {"1": {"content": "<s>", "lstrip": false, "rstrip": false, "normalized": false, "special": true}}}
      """#
    for (name, text) in [
      ("tokenizer_config.json", settings), ("added_tokens.json", #"{"<s>": 1, "</s>": 2}"#),
      ("special_tokens_map.json", #"{"bos_token": {"content": "<s>"}, "eos_token": "</s>"}"#),
    ] {
      try folder.write("t/tokenizer.model", try bytes("model/tokenizer.model"))
      try target(name, "t/" + name, Self.texts(text)) { path in
        let tokenizer = try SentencePieceTokenizer(directory: FileSystem.directory(of: path))
        _ = try tokenizer.encode("<s>a</s>")
      }.run()
      try FileSystem.remove(folder["t/" + name])
    }
  }

  @Test func wordPiece() throws {
    try RandomEncoder.write("bert", to: folder, name: "bert", words: ["a", "##b", "é", "word"])
    try target("vocab.txt", "bert/vocab.txt", [try bytes("bert/vocab.txt")]) { path in
      _ = try WordPieceTokenizer(directory: FileSystem.directory(of: path)).encode(["a word ab é"], longest: 8)
    }.run()
  }

  // MARK: texts

  @Test func json() throws {
    try target("json", "j.json", Self.texts(#"{"a": [1, -2.5e3, true, null, "x\u00e9"], "b": {"c": {}}}"#)) {
      _ = try JSON(file: $0).text(pretty: true)
    }.run()
  }

  @Test func corpora() throws {
    let lines = Self.texts(
      #"{"instruction": "a", "input": "", "output": "b", "source": 3}"# + "\n"
        + #"{"instruction": "c", "output": "d"}"#,
      #"{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}, "#
        + #"{"role": "assistant", "content": [{"type": "text", "text": "a"}]}]}"# + "\n"
        + #"{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}"#,
      "{\"prompt\": \"p\", \"completion\": \"c\"}\r\n{\"prompt\": \"p\", \"completion\": \"c\"}\n")
    for rule in BadRecords.allCases {
      try target("corpus-\(rule)", "c.jsonl", lines) { path in
        let corpus = try Corpus(files: [path], turns: .all, badRecords: rule)
        _ = (corpus.sentences, corpus.leftOut.words, corpus.leftOut.json)
      }.run()
    }
    try target("corpus-array", "c.json", Self.texts(#"[{"text": "a"}, {"text": "b", "dataset": true}]"#)) {
      _ = try Corpus(files: [$0])
    }.run()
    try target("corpus-text", "c.txt", Self.texts("\u{FEFF}a\r\nb\n\nc d\n")) { _ = try Corpus(files: [$0]) }.run()
  }

  @Test func tables() throws {
    try FuzzTarget("csv", texts: ["q,\"a, \"\"b\"\"\nc\",d\r\nx,y,z\n\n\"é\",,\n"]) { bytes in
      _ = try CSV.rows(of: DataFile(name: "f", bytes: bytes))
    }.run()
    // Nothing, as `gzip -n` packs it; ReaderFuzzTests has members with something in them.
    let packed: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00,
    ]
    try FuzzTarget("gzip", [packed, packed + packed]) { bytes in
      _ = try Gzip.unpack(bytes, place: "f", limit: 1 << 20)
    }.run()
  }

  // MARK: configurations

  private func yaml(_ name: String, _ text: String, _ read: @escaping ([ConfigurationFile.Setting]) throws -> Void)
    throws
  {
    try target(name, "c.yaml", Self.texts(text, "\u{FEFF}" + text.replacing("\n", with: "\r\n"))) { path in
      try read(try ConfigurationFile(path: path).settings)
    }.run()
  }

  @Test func jobs() throws {
    try yaml(
      "train.yaml",
      """
      preset: dtm-7b
      model: m
      data: [a.jsonl, b.jsonl]
      out: o
      on_bad_record: skip
      lora: {rank: 8, alpha: 8, targets: [q_proj]}
      learning_rate: 3e-4
      validation: {fraction: 0.1, every: 5}
      seed: 3

      """.replacing("preset: dtm-7b\n", with: "")
    ) {
      var job = TrainingConfiguration()
      try job.apply($0)
      try job.check()
      _ = job.recipeDescription
    }
    try yaml("disperse.yaml", "data: a.jsonl\nout: o\nk: 3\nseed: 2\nmethod: random\ntext: both\n") {
      var job = DispersalConfiguration()
      try job.apply($0)
      try job.check()
    }
    try yaml("search.yaml", "base: b\nadapters: [x, y]\nout: o\nseed: 3\n") {
      var job = SearchConfiguration()
      try job.apply($0)
    }
    try yaml("world.yaml", "people: 48\nplaces: 20\n") { _ = try WorldSpec($0) }
  }

  private static func check(_ settings: [ConfigurationFile.Setting]) throws {
    var job = try MergeConfiguration(settings)
    job.out = "o"
    try job.check()
  }

  @Test func merges() throws {
    try yaml(
      "merge.yaml",
      """
      merge_method: ties
      base_model: b
      models:
        - model: x
          parameters: {weight: 0.5, density: [0.2, 0.4]}
        - model: y+z
          parameters:
            weight:
              - {filter: mlp, value: 0.3}
              - value: 1
      parameters: {normalize: true}
      dtype: float32

      """
    ) { try Self.check($0) }
    try yaml(
      "mergekit.yaml",
      """
      slices:
        - sources:
            - {model: x, layer_range: [0, 2]}
            - {model: y, layer_range: [0, 2]}
      merge_method: slerp
      base_model: x
      parameters:
        t: [0, 0.5, 1]

      """
    ) { try Self.check($0) }
  }

  @Test func studies() throws {
    try yaml(
      "dtm.yaml",
      """
      base: b
      data: a.jsonl
      out: o
      k: 3
      seeds: [1, 2]
      train: {epochs: 2}
      dispersals: [random, {name: states, method: kmeans, embedding: base}]
      merges: [linear, {method: ties, density: 0.2}]
      lambdas: [0.5]
      score: {groups: [{tasks: [arc_easy], limit: 4}]}

      """
    ) { _ = try DTMConfiguration($0) }
    try yaml("study.yaml", String(decoding: FileSystem.bytes(of: "benchmarks/studies/small-world.yaml"), as: UTF8.self))
    {
      _ = try StudyConfiguration($0)
    }
  }

  // MARK: what jobs leave behind

  @Test func dispersals() throws {
    try folder.write("c.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n{\"text\": \"c\"}\n")
    let corpus = try Corpus(files: [folder["c.jsonl"]])
    let manifest = "{\"corpus_sha256\": \"\(corpus.digest)\"}"
    try folder.write("d/manifest.json", manifest)
    try target("assignment", "d/assignment.json", Self.texts("[0, 1, 1]")) {
      _ = try ClusterSelection(assignment: $0, labels: "0+1", of: corpus).records(of: corpus)
    }.run()
    try folder.write("e/assignment.json", "[0, 1, 1]")
    try target("manifest", "e/manifest.json", Self.texts(manifest)) { _ in
      _ = try ClusterSelection(assignment: folder["e/assignment.json"], labels: "0", of: corpus)
    }.run()
    let vectors = try safetensors([("embeddings", [3, 16])], ["key": "k", "truncated": "0"])
    try target("embeddings", "e.safetensors", [vectors]) {
      _ = try EmbeddingFile.read($0, key: "k", names: ["a", "b", "c"], width: 16)
    }.run()
  }

  @Test func runs() throws {
    let sound =
      "{\"tasks\": [{\"task\": \"a\", \"metric\": \"acc\", \"value\": 0.5, \"standard_error\": 0.5, \"items\": 2, "
      + "\"aggregation\": \"micro\", "
      + "\"parts\": [{\"name\": \"\", \"scores\": [0, 1, null]}]}]}"
    try target("scores", "scores.json", Self.texts(sound)) { path in
      if let scores = TaskScores(try JSON(file: path), timing: ["tokens": 3, "seconds": 1.5]) {
        _ = (scores.mean, scores.difference(to: scores), scores.tokensPerSecond)
      }
    }.run()
    let asked: JSON = ["seed": 1], head: JSON = ["asked": asked]
    let line =
      #"{"shares": [0.5, 0.5], "lambda": 1, "value": -2, "tasks": [{"task": "a", "metric": 0.5, "value": -2}]}"#
    try target("search.jsonl", "search.jsonl", Self.texts(head.text() + "\n" + line + "\n" + line + "\n")) {
      _ = try SearchLog(folder: FileSystem.directory(of: $0), asked: asked).best
    }.run()
    let probe = #"{"update": 1, "task": "a", "metric": "acc", "value": 0.5, "standard_error": null, "items": 4}"#
    try target("probe.jsonl", "probe.jsonl", Self.texts(probe + "\n")) {
      try ProbeLog(folder: FileSystem.directory(of: $0), updates: 9).draw(title: "t")
    }.run(share: 2)
    let store = try ArtefactStore(folder["store"])
    let made = try store.artefact("text", recipe: [:]) { (_) throws(Diagnostic) in }
    try target(
      "artefact", "store/\(made.path.split(separator: "/").last ?? "")/artefact.json",
      [
        try FileSystem.bytes(of: made.path + "/artefact.json")
      ]
    ) { _ in
      _ = try store.artefact("text", recipe: [:]) { (_) throws(Diagnostic) in }
    }.run()
  }

  @Test func programs() throws {
    try folder.write(
      "problems.jsonl",
      "{\"task_id\": \"Mbpp/7\", \"test_list\": [\"assert f()\"]}\n{\"task_id\": 8, \"test_list\": [\"assert g()\"]}")
    let problems = try SampleProblems(folder["problems.jsonl"])
    let samples = Self.texts(
      "{\"task_id\": \"MBPP/7\", \"completion\": \"x\"}\n{\"task_id\": 8, \"solution\": \"y\"}\n",
      #"[["a", "b"], ["c"]]"#,
      #"[{"task_id": "7", "solution": "a"}]"#)
    try target("samples", "s.json", samples) { _ = try ProgramSamples($0, of: problems, isPartial: true) }.run()
    try target(
      "problems", "p.jsonl",
      [
        try bytes("problems.jsonl"),
        Array(#"{"task_id": "H/0", "prompt": "def f():\n", "entry_point": "f", "test": "def check(f): pass"}"#.utf8),
      ]
    ) { _ = try SampleProblems($0) }.run()
  }
}
