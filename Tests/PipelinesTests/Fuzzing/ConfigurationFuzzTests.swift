import Configuration
import Files
import TestSupport
import Testing
import Training
import Worlds

@testable import Dispersal
@testable import Experiments
@testable import Merging
@testable import ModelMerging
@testable import Pipelines

/// Damaged configurations of every command, as people write them and with all values in one JSON object.
@Suite struct ConfigurationFuzzTests {
  private let folder: FuzzFolder

  init() throws { folder = try FuzzFolder() }

  private func yaml(
    _ name: String, _ texts: String..., read: @escaping ([ConfigurationFile.Setting]) throws -> Void
  ) throws {
    var documents: [[UInt8]] = []
    for text in texts {
      let settings = try ConfigurationFile(text: text, place: name).settings
      let flow = JSON.object(JSONObject(settings.map { (key: $0.key, value: $0.value) })).text()
      documents += [text, flow, flow, "\u{FEFF}" + text.replacing("\n", with: "\r\n")].map { Array($0.utf8) }
    }
    try folder.target(name, name, documents) { path in
      try read(try ConfigurationFile(path: path).settings)
    }.run()
  }

  /// JSON is YAML: what both readers take they take for the same.
  @Test func yaml() throws {
    let text = #"{"a": 1, "b": {"c": [1.5, -2, true, null, "x"], "d": {}}, "e": "7", "f": [{"g": 1e-3, "h": []}]}"#
    try folder.target("yaml", "c.yaml", [Array(text.utf8), Array("# c\n\(text)\n".utf8)]) { path in
      let settings = try ConfigurationFile(path: path).settings
      let bytes = try folder.bytes("c.yaml")
      guard let json = try? JSON(file: path), !bytes.contains(UInt8(ascii: "\\")) else { return }
      let expected = Self.flat(json, "")
      #expect(settings.map(\.key) == expected.map(\.key), "\(String(decoding: bytes.prefix(300), as: UTF8.self))")
      for (setting, value) in zip(settings, expected.map(\.value)) {
        #expect(
          Self.isSame(setting.value, value),
          "\(setting.key): \(setting.value.text().prefix(99)), \(value.text().prefix(99))")
      }
    }.run()
  }

  private static func flat(_ json: JSON, _ prefix: String) -> [(key: String, value: JSON)] {
    (json.object?.members ?? []).flatMap { key, value in
      // An empty map is the value of its key.
      value.object?.members.isEmpty ?? true ? [(key: prefix + key, value: value)] : flat(value, prefix + key + ".")
    }
  }

  private static func isSame(_ one: JSON, _ other: JSON) -> Bool {
    if let own = one.array, let others = other.array {
      return own.count == others.count && zip(own, others).allSatisfy { isSame($0, $1) }
    }
    if let own = one.object, let others = other.object {
      return own.members.count == others.members.count
        && zip(own.members, others.members).allSatisfy { $0.key == $1.key && isSame($0.value, $1.value) }
    }
    if let own = one.number, let other = other.number { return own == other }
    return one == other
  }

  @Test func jobs() throws {
    let training = """
      model: m
      data: [a.jsonl, b.jsonl]
      out: o
      on_bad_record: skip
      lora: {rank: 8, alpha: 8, targets: [q_proj]}
      learning_rate: 3e-4
      validation: {fraction: 0.1, every: 5}
      seed: 3

      """
    let fresh = """
      preset: paper-text
      tokenizer: t.model
      method: full
      data: a.txt
      out: o
      init: {hidden_size: 128, intermediate_size: 384, num_hidden_layers: 4, num_attention_heads: 4, rope_theta: 1e4}
      template: own
      prompt: "Q: {instruction}"
      bos: auto
      probe: {every: 50, tasks: [arc_easy], limit: 4}

      """
    try yaml("train.yaml", training, fresh) {
      var job = TrainingConfiguration()
      try job.apply($0)
      try job.check()
      #expect(job.recipe.rate.isFinite)
      _ = job.recipeDescription
    }
    try yaml("estimate.yaml", training) {
      var job = TrainingConfiguration()
      try job.apply($0)
    }
    try yaml("disperse.yaml", "data: a.jsonl\nout: o\nk: 3\nseed: 2\nmethod: random\ntext: both\n") {
      var job = DispersalConfiguration()
      try job.apply($0)
      try job.check()
      _ = job.description
    }
    try yaml(
      "search.yaml", "base: b\nadapters: [x, y]\nout: o\nseed: 3\ntasks: [arc_easy]\nselection: 0.5\nsigma: 0.3\n",
      "base: b\nadapters: [x]\nout: o\ntasks: [arc_easy]\nmethod: grid\nlambda: free\nlevels: 4\nlambdas: [0.5, 1]\n"
    ) {
      var job = SearchConfiguration()
      try job.apply($0)
      try job.check()
    }
    try yaml("world.yaml", "people: 48\nplaces: 20\nnoise: 0.25\n") {
      let spec = try WorldSpec($0)
      #expect((0...1).contains(spec.noise) && (40...1000).contains(spec.people))
    }
  }

  private static func check(_ settings: [ConfigurationFile.Setting]) throws {
    var job = try MergeConfiguration(settings)
    job.out = "o"
    try job.check()
    _ = (job.notes, job.defaulted)
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

      """,
      """
      models:
        - model: x
          parameters: {weight: 1.0}
        - model: y
          parameters: {weight: 0.5}
      merge_method: dare_linear
      base_model: b
      tokenizer:
        source: union
        tokens:
          <x>: {source: x, force: true}
          <y>: {source: {kind: zero}}
      chat_template: chatml
      out_dtype: bfloat16
      parameters: {density: 0.5, lambda: 1, int8_mask: true}

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
    ) {
      let job = try DTMConfiguration($0)
      for way in job.dispersals { _ = try job.dispersal(way, seed: 1) }
      for way in job.merges { _ = try job.merge(way) }
    }
    try yaml(
      "study.yaml",
      """
      out: o
      worlds: [1, 2]
      seeds: [1]
      k: 4
      sweep: [2]
      doses: [{name: clean, noise: 0}]
      tokenizer: {pieces: 1400}
      world: {people: 48}
      base:
        init: {hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1, num_attention_heads: 2,
               max_position_embeddings: 1024}
        epochs: 2
      dtm:
        merges: [linear, {method: ties, density: 0.2}]
        lambdas: [0.5]
        score: {groups: [{tasks: [arc_easy], limit: 4}]}
      endpoints:
        - {name: the tax, model: vanilla, against: base}

      """
    ) {
      _ = try StudyConfiguration($0)
    }
  }
}
