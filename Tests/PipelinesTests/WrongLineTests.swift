import Configuration
import Files
import Testing
import Training
import Worlds

@testable import Dispersal
@testable import Experiments
@testable import Merging
@testable import ModelMerging
@testable import Pipelines

/// What only shows when several keys are looked at together, or what was meant for a later step, is told by its line, before anything
/// is made. `c.yaml` alone stands for what is written nowhere.
@Suite struct WrongLineTests {
  private func problem(
    _ text: String, _ read: ([ConfigurationFile.Setting]) throws -> Void
  ) throws -> (line: String, what: String) {
    let error = try #require(throws: Diagnostic.self, "\(text)") {
      try read(try ConfigurationFile(text: text, place: "c.yaml").settings)
    }
    #expect(error.status == .wrongUsage && !error.expectation.isEmpty, "\(error)")
    return (String(error.place.trimmingPrefix("c.yaml")), error.problem)
  }

  /// - Parameter cases: what one line of the text becomes, and words of the problem; nothing of a line: it is left out, and no line
  ///   can be named.
  private func expect(
    _ text: String, _ cases: [(line: Int, becomes: String, words: String)],
    _ read: ([ConfigurationFile.Setting]) throws -> Void
  ) throws {
    try read(try ConfigurationFile(text: text, place: "c.yaml").settings)
    for (line, becomes, words) in cases {
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if becomes.isEmpty { lines.remove(at: line - 1) } else { lines[line - 1] = becomes }
      let found = try problem(lines.joined(separator: "\n"), read)
      // The last line of what the line became.
      let place = becomes.isEmpty ? "" : ":\(line + becomes.split(separator: "\n").count - 1)"
      #expect(found.line == place && found.what.contains(words), "\(becomes): \(found)")
    }
  }

  @Test func dtm() throws {
    try expect(
      """
      base: b
      data: a.jsonl
      out: o
      k: 2
      seeds: [1]
      train: {lora: {rank: 2}}
      dispersals: [random]
      merges: [linear]
      lambdas: [0.5]
      ensemble: logits
      score: {groups: [{tasks: [arc_easy]}]}
      """,
      [
        (1, "", "no base"), (2, "", "no data"), (3, "", "no out"), (2, "data: []", "no data"),
        (2, "data: ['']", "data is [\"\"]"), (4, "k: 1", "k is 1"), (5, "seeds: [1, 1]", "a seed is there twice"),
        (6, "train: {template: own}", "template: own has no prompt"),
        (6, "train: {lora: {targets: [up_proj, up_proj]}}", "targets"), (6, "train: {lr: 0}", "0"),
        (6, "train: {epsilon: 0}", "epsilon is 0"),
        (6, "train: {prompt: x}", "prompt has no {instruction}"),
        (
          6, "train: {prompt: 'x {instruction}', prompt_without_input: y}",
          "prompt_without_input has no {instruction}"
        ),
        (6, "train: {template: alpaca, prompt: 'x {instruction}'}", "both the template"),
        (6, "train:\n  epochs: 1\n  validation: {patience: 2}", "validation.patience without"),
        (6, "train: {probe: {tasks: [nope]}}", "no benchmark \"nope\""),
        (6, "train: {probe: {tasks: [arc_easy], preset: nope}}", "no preset \"nope\""),
        (6, "train: {batch_size: 1048576, gradient_accumulation_steps: 2}", "too large"),
        (7, "dispersals: [{method: kmeans}]", "kmeans looks at embeddings"),
        (7, "dispersals: [{method: random, balanced: true}]", "cannot be balanced"),
        (7, "dispersals: [{method: random, name: ''}]", "name is \"\""),
        (7, "dispersals:\n  - random\n  - {method: random, name: \"a\\nb\"}", "name is \"a\\nb\""),
        (7, "dispersals:\n  - random\n  - random", "is there twice"),
        (8, "merges:\n  - linear\n  - nope", "no merge method"),
        (8, "merges:\n  - linear\n  - {method: ties, density: 2}", "density is 2"),
        (9, "lambdas: [0.5, 0.5]", "a factor is there twice"), (10, "ensemble: [logits, logits]", "ensemble is"),
        (10, "ensemble: [none, logits]", "ensemble is"),
        (11, "score: {groups: [{tasks: [nope]}]}", "no benchmark \"nope\""), (11, "score: {preset: nope}", "no preset"),
        (
          11, "score:\n  groups:\n    - {tasks: [arc_easy], limit: 4}\n    - {tasks: arc}",
          "arc_easy@lm-eval is asked twice"
        ),
      ]
    ) { _ = try DTMConfiguration($0) }
    let twice =
      "base: b\ndata: a\nout: o\ndispersals: [{method: random, name: a}, {method: random, name: 'a, linear'}]\n"
      + "merges:\n  - {method: linear, name: 'linear, x'}\n  - {method: linear, name: x}\n"
    let found = try problem(twice) { _ = try DTMConfiguration($0) }
    #expect(found.line == ":7" && found.what == "two rows are called \"a, linear, x\"")
    #expect(try problem("base: b\nk: 2\nk: 3\n") { _ in }.line.first == ":")
  }

  @Test func study() throws {
    try expect(
      """
      out: o
      worlds: [1, 2]
      seeds: [1]
      k: 2
      tokenizer: {pieces: 400}
      world: {people: 48}
      base: {init: {hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1, num_attention_heads: 2, max_position_embeddings: 1024}}
      dtm: {lambdas: [0.5]}
      endpoints:
        - {model: vanilla, against: base}
      """,
      [
        (1, "", "no out"), (2, "worlds: [1]", "1 worlds"), (2, "", "0 worlds"), (3, "seeds: []", "no seeds"),
        (4, "k: 2\nsweep: [2]", "is in sweep"), (4, "k: 2\nsweep: [5000]", "sweep is [5000]"),
        (4, "k: 2\ndoses: [{name: a, noise: 0.95}]", "noise and shortcuts"),
        (4, "k: 2\ndoses: [{name: a, noise: 0}, {name: a, noise: 0.1}]", "a dose is there twice"),
        (5, "tokenizer: {pieces: 3}", "tokenizer.pieces is 3"), (6, "world: {people: 3}", "people is 3"),
        (6, "world: {noise: 0.9, shortcuts: 0.9}", "noise and shortcuts are 1.8 together"),
        (6, "world:\n  sources: 6\n  records: 30000", "records and sources make"), (7, "", "no base.init"),
        (7, "base: {init: {hidden_size: 16}}", "is missing"),
        (7, "base:\n  epochs: 1\n  init: {hidden_size: 0}", "init: key"),
        (8, "dtm: {merges: [nope]}", "no merge method"), (8, "dtm: {dispersals: [{method: kmeans}]}", "embeddings"),
        (8, "dtm: {score: {groups: [{tasks: nope}]}}", "no benchmark"),
        (8, "dtm: {train: {template: own}}", "template: own has no prompt"),
        (8, "dtm: {lambdas: [1.0, 1]}", "a factor is there twice"),
        (8, "dtm: {dispersals: [source]}\nsweep: [3]", "the first dispersal is by source"),
        (10, "  - {model: nope, against: base}", "there is no row \"nope\""),
        (10, "  - {model: base, against: base}", "base against itself"),
        (
          10, "  - {name: a, model: vanilla, against: base}\n  - {name: b, k: 2, model: vanilla, against: base}",
          "the question \"b\" is there twice"
        ),
        (
          10, "  - {name: a, model: vanilla, against: base}\n  - {name: a, model: uniform soup, against: base}",
          "the question \"a\" is there twice"
        ),
      ]
    ) { _ = try StudyConfiguration($0) }
    let long =
      "out: o\nworlds: [1, 2]\nbase:\n  init: {hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1, num_attention_heads: 2, max_position_embeddings: 8}\n  max_length: 9\n"
    let found = try problem(long) { _ = try StudyConfiguration($0) }
    #expect(found.line == ":5" && found.what == "max_length 9 is beyond the model's context of 8 tokens")
  }

  @Test func jobs() throws {
    try expect(
      "model: m\ndata: a\nout: o\nepochs: 1\n",
      [
        (1, "", "no model"), (2, "", "no data"), (3, "", "no out"), (4, "template: own", "template: own has no prompt"),
        (4, "tokenizer: t", "both model and tokenizer"), (4, "cluster: '1'", "cluster without assignment"),
        (4, "init: {hidden_size: 3}", "both model and init"),
        (4, "method: full\ninit: {hidden_size: 3}", "both model and init"),
        (4, "epochs: !!str 3", "epochs is \"3\""), (4, "epochs: !x 3", "has the tag !x"),

      ]
    ) {
      var job = TrainingConfiguration()
      try job.apply($0)
      try job.check()
    }
    try expect(
      "data: a\nout: o\nmethod: random\n",
      [
        (1, "", "no data"), (2, "", "no out"), (3, "method: kmeans", "looks at embeddings"),
        (3, "balanced: true", "cannot be balanced"), (3, "embeddings: e", "embeddings without embedding"),
      ]
    ) {
      var job = DispersalConfiguration()
      try job.apply($0)
      try job.check()
    }
    try expect(
      "base: b\nadapters: [x, y]\nout: o\ntasks: [arc_easy]\n",
      [
        (1, "", "no base"), (2, "adapters: [x]", "1 adapters"), (2, "adapters: [x, x]", "is named twice"),
        (3, "", "no out"),
        (4, "", "no tasks"), (4, "tasks: arc\nevaluations: 2", "evaluations"),
      ]
    ) {
      var job = SearchConfiguration()
      try job.apply($0)
      try job.check()
    }
    try expect(
      "merge_method: linear\nmodels: [{model: x, parameters: {weight: 1}}, {model: y, parameters: {weight: 1}}]\nout: o\ndtype: float32\n",
      [
        (1, "", "no merge_method"), (1, "merge_method: ties", "without a base"), (3, "", "no folder for the result"),
        (2, "models: [{model: x, parameters: {weight: 1}}, {model: x, parameters: {weight: 1}}]", "is named twice"),
        (4, "output: svd", "svd without a rank"), (4, "rank: 3", "a rank without svd"),
      ]
    ) { try MergeConfiguration($0).check() }
    try expect(
      "people: 40\nnoise: 0.5\nrecords: 30\n",
      [
        (1, "people: 39", "people is 39"), (2, "noise: 0.95", "noise and shortcuts"),
        (3, "records: 100000", "records and sources"),
        (2, "noise: 1.5", "noise is 1.5"),
      ]
    ) { _ = try WorldSpec($0) }
  }

  @Test("Without a file the command is named, and an option is named as such")
  func options() throws {
    var written = WrittenPlaces("dtm")
    #expect(written["k"] == "dtm")
    written.note(ConfigurationFile.Setting(key: "train.lora.rank", value: 1, place: "--set train.lora.rank"))
    #expect(
      written["k"] == "dtm" && written["k", "train.lora"] == "--set train.lora.rank"
        && written["train"] == written["train.lora.rank"])
    written.note(ConfigurationFile.Setting(key: "k", value: 1, place: "c.yaml:7"))
    #expect(written["out"] == "c.yaml" && written["k"] == "c.yaml:7")
  }
}
