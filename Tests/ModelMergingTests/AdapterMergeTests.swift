import Checkpoints
import Files
import Merging
import ModelMerging
import Pipelines
import TestSupport
import Testing

/// Adapters of different targets, and of other forms than plain LoRA, merged.
@Suite struct AdapterMergeTests {
  private let folder: ScratchDirectory
  private let shape: ModelConfiguration
  private let rank = 2

  init() throws {
    folder = try ScratchDirectory()
    for (name, seed) in [("base", 1), ("tuned", 2)] { try DemoModel.write(to: folder[name], seed: UInt64(seed)) }
    shape = try Checkpoint(directory: folder["base"]).configuration
  }

  private func numbers(_ view: TensorView) -> [Float] {
    (0..<view.count).map { view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }

  private func tensor(_ model: String, _ name: String) throws -> [Float] {
    numbers(try #require(try TensorStore(directory: folder[model])[name]))
  }

  private func merge(
    _ parents: [String], weights: [Double] = [], output: MergeConfiguration.Output = .auto, method: String = "linear"
  ) throws -> MergeOutcome {
    var job = MergeConfiguration(method: try MergeConfiguration.method(method, place: "test"))
    job.base = .init(folder["base"])
    job.slices = [
      .init(
        parents.enumerated().map { index, name in
          let parts = name.split(separator: "+").map { folder[String($0)] }
          return .init(
            .init(parts.joined(separator: "+")), parameters: weights.isEmpty ? [:] : ["weight": .number(weights[index])]
          )
        })
    ]
    job.output = output
    job.out = folder["merged"]
    return try MergeModels(job, threads: 2).run()
  }

  private func adapter(
    _ name: String, _ projections: [Projection], seed: UInt64, _ change: (inout WrittenAdapter) -> Void = { _ in }
  ) throws {
    var adapter = WrittenAdapter(
      rank: rank, targets: projections.map(\.rawValue) + ["embed_tokens", "lm_head"], seed: seed)
    for layer in 0..<shape.layerCount {
      for projection in projections {
        let size = shape.shape(of: projection)
        adapter.addFactors(projection.moduleName(layer: layer), rank: rank, inputs: size[1], outputs: size[0])
      }
    }
    change(&adapter)
    try adapter.write(to: folder[name])
  }

  /// scaling * B A of an adapter's factors, zero where it has none.
  private func update(_ name: String, _ layer: Int, _ projection: Projection) throws -> [Double] {
    let size = shape.shape(of: projection)
    guard
      let part = try AdapterCheckpoint(directory: folder[name]).factors.first(where: {
        $0.layer == layer && $0.projection == projection
      })
    else { return [Double](repeating: 0, count: size[0] * size[1]) }
    let a = numbers(part.a), b = numbers(part.b)
    return (0..<size[0] * size[1]).map { place in
      (0..<part.rank).reduce(0.0) {
        $0 + part.scaling * Double(b[place / size[1] * part.rank + $1]) * Double(a[$1 * size[1] + place % size[1]])
      }
    }
  }

  @Test(
    "Adapters of different weights: one that lacks a weight counts as no change of it, as an adapter and as a model")
  func targets() throws {
    try adapter("a", [.up, .q], seed: 1)
    try adapter("b", [.up, .down], seed: 2)
    let outcome = try merge(["a", "b"], weights: [0.25, 0.75])
    #expect(
      try AdapterCheckpoint(directory: folder["merged"]).factors.map(\.projection) == [.q, .up, .down, .q, .up, .down])
    #expect(
      outcome.notes == [
        "\(folder["a"]) does not change 2 of 6 weights, 'model.layers.0.mlp.down_proj.weight' the first: for those it counts as no change",
        "\(folder["b"]) does not change 2 of 6 weights, 'model.layers.0.self_attn.q_proj.weight' the first: for those it counts as no change",
      ])
    for layer in 0..<2 {
      for projection in [Projection.q, .up, .down] {
        let a = try update("a", layer, projection), b = try update("b", layer, projection)
        let found = try update("merged", layer, projection)
        for (ours, (a, b)) in zip(found, zip(a, b)) { expectClose(ours, 0.25 * a + 0.75 * b, absolute: 1e-5) }
      }
    }
    let cosine = try #require(outcome.total.gram.cosine(0, 1))
    #expect(abs(cosine) < 1 && outcome.total.gram.size == 2)
    try FileSystem.removeDirectory(folder["merged"])
    let dense = try merge(["a", "b"], weights: [0.25, 0.75], output: .dense)
    expectClose(dense.total.mergedNorm, outcome.total.mergedNorm, relative: 1e-4)
    let name = Projection.down.moduleName(layer: 1) + ".weight"
    let base = try tensor("base", name), change = try update("b", 1, .down)
    for (ours, (start, change)) in zip(try tensor("merged", name), zip(base, change)) {
      expectClose(Double(ours), Double(start) + 0.75 * change, absolute: 1e-5)
    }
    try FileSystem.removeDirectory(folder["merged"])
    let error = #expect(throws: Diagnostic.self) { _ = try merge(["a", "b"], output: .adapterSpace) }
    #expect(error?.problem == "does not adapt 'model.layers.0.self_attn.q_proj.weight'")
    #expect(!FileSystem.exists(folder["merged"]))
  }

  @Test("LoRA on embedding and output layer stays an adapter, and is the same as a model")
  func tables() throws {
    let v = shape.vocabularySize, h = shape.hiddenSize
    for (name, seed) in [("a", 1), ("b", 2)] {
      try adapter(name, [.up], seed: UInt64(seed)) {
        $0.addFactors("lm_head", rank: rank, inputs: h, outputs: v)
        $0.add("base_model.model.model.embed_tokens.lora_embedding_A", [rank, v])
        $0.add("base_model.model.model.embed_tokens.lora_embedding_B", [h, rank])
      }
    }
    _ = try merge(["a", "b"], weights: [0.25, 0.75])
    let merged = try AdapterCheckpoint(directory: folder["merged"])
    #expect(merged.tables.map(\.table) == [.head, .embedding] && merged.tables.allSatisfy { $0.rank == 2 * rank })
    try merged.check(for: shape)
    try FileSystem.move(folder["merged"], to: folder["average"])
    // The adapter that was written, as a model, is the average of the models.
    _ = try merge(["average"], output: .dense)
    try FileSystem.move(folder["merged"], to: folder["ours"])
    _ = try merge(["a", "b"], weights: [0.25, 0.75], output: .dense)
    for name in ["lm_head.weight", "model.embed_tokens.weight", "model.layers.0.mlp.up_proj.weight"] {
      let base = try tensor("base", name)
      let ours = try tensor("ours", name), theirs = try tensor("merged", name)
      #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-5 } && ours != base)
    }
    // Once more in float64, of the embedding: E + s (B A)ᵀ.
    let table = try #require(try AdapterCheckpoint(directory: folder["a"]).tables.first { $0.table == .embedding })
    let other = try #require(try AdapterCheckpoint(directory: folder["b"]).tables.first { $0.table == .embedding })
    let base = try tensor("base", "model.embed_tokens.weight"),
      found = try tensor("merged", "model.embed_tokens.weight")
    for (part, weight) in [(table, 0.25), (other, 0.75)].prefix(1) {
      let a = numbers(part.a), b = numbers(part.b), a2 = numbers(other.a), b2 = numbers(other.b)
      for place in [0, 7, h, 3 * h + 5, v * h - 1] {
        var sum = Double(base[place])
        for r in 0..<rank {
          sum += 2 * weight * Double(b[place % h * rank + r]) * Double(a[r * v + place / h])
          sum += 2 * 0.75 * Double(b2[place % h * rank + r]) * Double(a2[r * v + place / h])
        }
        expectClose(Double(found[place]), sum, absolute: 1e-5)
      }
    }
  }

  @Test("DoRA and whole modules are merged as models; as an adapter they are refused by name")
  func dense() throws {
    let up = Projection.up.moduleName(layer: 1), size = shape.shape(of: .up)
    try adapter("dora", [.up], seed: 3) {
      $0.configuration["use_dora"] = true
      for layer in 0..<2 {
        $0.add(
          "base_model.model.\(Projection.up.moduleName(layer: layer)).lora_magnitude_vector", [size[0]], size: 0.1,
          center: 1)
      }
    }
    try adapter("whole", [.up], seed: 4) {
      $0.add("base_model.model.model.norm.weight", [shape.hiddenSize], size: 0.1, center: 2)
    }
    for output in [MergeConfiguration.Output.adapter, .adapterSpace] {
      let error = #expect(throws: Diagnostic.self) { _ = try merge(["dora", "whole"], output: output) }
      #expect(
        error?.problem == "holds DoRA on 'model.layers.0.mlp.up_proj.weight', which no sum of low-rank updates is")
      #expect(error?.status == .wrongUsage && error?.expectation.hasPrefix("output: dense") == true)
    }
    for (method, other) in [("linear", "whole"), ("task_arithmetic", "whole")] {
      let outcome = try merge(["dora", other], weights: [0.5, 0.5], method: method)
      #expect(method != "linear" || outcome.notes.contains { $0.contains("the result is a model, not an adapter") })
      let base = try tensor("base", up + ".weight"), found = try tensor("merged", up + ".weight")
      let change = try update("dora", 1, .up), second = try update("whole", 1, .up)
      let view = try #require(try AdapterCheckpoint(directory: folder["dora"]).factors.last?.magnitude)
      let magnitude = numbers(view)
      for row in [0, 5, size[0] - 1] {
        let adapted = (0..<size[1]).map { Double(base[row * size[1] + $0]) + change[row * size[1] + $0] }
        let length = adapted.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for column in 0..<size[1] {
          let place = row * size[1] + column
          let expected =
            0.5 * Double(magnitude[row]) / length * adapted[column] + 0.5 * (Double(base[place]) + second[place])
          expectClose(Double(found[place]), expected, absolute: 1e-5)
        }
      }
      let norm = numbers(try #require(try AdapterCheckpoint(directory: folder["whole"]).wholes.first?.view))
      let start = try tensor("base", "model.norm.weight")
      for (ours, (new, old)) in zip(try tensor("merged", "model.norm.weight"), zip(norm, start)) {
        expectClose(Double(ours), 0.5 * Double(new) + 0.5 * Double(old), absolute: 1e-6)
      }
      try FileSystem.removeDirectory(folder["merged"])
    }
  }

  @Test("An adapter on a model that is not the base counts with what that model differs from the base")
  func onAnotherModel() throws {
    try adapter("a", [.up], seed: 5)
    let name = Projection.up.moduleName(layer: 0) + ".weight"
    _ = try merge(["tuned+a"], weights: [0.5], method: "task_arithmetic")
    let base = try tensor("base", name), tuned = try tensor("tuned", name), change = try update("a", 0, .up)
    for (ours, (start, (tuned, change))) in zip(try tensor("merged", name), zip(base, zip(tuned, change))) {
      let expected = Double(start) + 0.5 * (Double(tuned) + change - Double(start))
      expectClose(Double(ours), expected, absolute: 1e-5)
    }
  }

  private func resized(_ name: String, more: Int, seed: UInt64) throws {
    try adapter(name, [.up], seed: seed) {
      for table in ["lm_head", "model.embed_tokens"] {
        $0.add("base_model.model.\(table).weight", [shape.vocabularySize + more, shape.hiddenSize])
      }
    }
  }

  @Test("Embeddings that were resized alike are merged row by row; a new row of the base is the mean of the parents'")
  func resizedTables() throws {
    let h = shape.hiddenSize, v = shape.vocabularySize
    try resized("one", more: 2, seed: 6)
    try resized("two", more: 2, seed: 7)
    for (method, lambda) in [("linear", 1.0), ("task_arithmetic", 0.5)] {
      var job = MergeConfiguration(method: try MergeConfiguration.method(method, place: "test"))
      job.base = .init(folder["base"])
      job.slices = [
        .init(
          ["one", "two"].map { .init(.init(folder[$0]), parameters: ["weight": .number($0 == "one" ? 0.25 : 0.75)]) })
      ]
      if method != "linear" { job.parameters["lambda"] = .number(lambda) }
      job.out = folder["merged"]
      let outcome = try MergeModels(job, threads: 2).run()
      #expect(outcome.notes.contains { $0.hasPrefix("the result has \(v + 2) rows of model.embed_tokens.weight") })
      for table in ["lm_head.weight", "model.embed_tokens.weight"] {
        let parents = try ["one", "two"].map { name in
          let adapter = try AdapterCheckpoint(directory: folder[name])
          return numbers(try #require(adapter.wholes.first { $0.name == table }?.view))
        }
        let own = try tensor("base", table), merged = try tensor("merged", table)
        #expect(merged.count == (v + 2) * h)
        for i in merged.indices {
          let (one, two) = (Double(parents[0][i]), Double(parents[1][i]))
          let start = i < v * h ? Double(own[i]) : (one + two) / 2
          let mixed = 0.25 * one + 0.75 * two
          expectClose(Double(merged[i]), method == "linear" ? mixed : start + lambda * (mixed - start), absolute: 1e-6)
        }
      }
      let configuration = try Checkpoint(directory: folder["merged"]).configuration
      #expect(configuration.vocabularySize == v + 2)
      try FileSystem.removeDirectory(folder["merged"])
    }
    _ = try merge(["one"])
    #expect(try tensor("merged", "lm_head.weight").count == (v + 2) * h)
  }

  @Test("Rows behind the base's whose tokens nothing tells, or one of two tied tables, leave no model: said by name")
  func refusals() throws {
    let h = shape.hiddenSize, v = shape.vocabularySize
    try resized("more", more: 2, seed: 6)
    try resized("fewer", more: 1, seed: 7)
    try adapter("plain", [.up], seed: 8)
    for (parents, place, other, rows) in [
      (["more", "plain"], "more", "plain", v), (["plain", "more"], "more", "plain", v),
      (["more", "fewer"], "more", "fewer", v + 1), (["more", "tuned"], "more", "tuned", v),
    ] {
      let error = #expect(throws: Diagnostic.self) { _ = try merge(parents) }
      #expect(error?.place == folder[place])
      #expect(
        error?.problem == "brings \(v + 2) rows of model.embed_tokens.weight, and \(folder[other]) has \(rows)")
      #expect(error?.expectation.contains("then tokenizer_source") == true)
    }
    try resized("strange", more: 2, seed: 9)
    try folder.write("more/added_tokens.json", #"{"<|a|>": 0}"#)
    _ = try merge(["more", "strange"])
    try FileSystem.removeDirectory(folder["merged"])
    try folder.write("strange/added_tokens.json", #"{"<|b|>": 0}"#)
    let strange = #expect(throws: Diagnostic.self) { _ = try merge(["more", "strange"]) }
    #expect(strange?.problem == "is another one than \(folder["more/added_tokens.json"])")
    var tied = shape
    tied.tieWordEmbeddings = true
    try FileSystem.removeDirectory(folder["base"])
    try RandomModel.write(tied, seed: 1, dtype: .f32, tokenizer: nil, to: folder["base"])
    try adapter("head", [.up], seed: 6) { $0.addFactors("lm_head", rank: rank, inputs: h, outputs: v) }
    let second = #expect(throws: Diagnostic.self) { _ = try merge(["head"], output: .dense) }
    #expect(second?.problem == "changes one of model.embed_tokens and lm_head, which \(folder["base"]) ties")
    _ = try merge(["head"])
    #expect(!FileSystem.exists(folder["merged"] + "/model.safetensors"))
  }
}
