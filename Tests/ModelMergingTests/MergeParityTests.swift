import Checkpoints
import Configuration
import Files
import Merging
import ModelMerging
import Pipelines
import TestSupport
import Testing

/// Side by side with what mergekit and PEFT made of the same models (`../shared/golden/merge`).
@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct MergeParityTests {
  private static var golden: String { (TestSupport.shared ?? "") + "/golden/merge" }
  private static var base: String { (TestSupport.shared ?? "") + "/data/models/stories260K-hf" }
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  /// The goldens hold the tensors that differ from the base; a model folder has all of them.
  private func makeDense() throws {
    let base = try TensorStore(directory: Self.base)
    for k in 0..<4 {
      let changed = try TensorStore(file: "\(Self.golden)/mergekit/dense/a\(k).safetensors")
      try FileSystem.makeDirectory(folder["a\(k)"])
      let views = base.files.flatMap(\.tensors).map { changed[$0.name] ?? $0 }
      let writer = try SafetensorsWriter(
        folder["a\(k)/model.safetensors"], tensors: views.map { .init($0.name, .f32, $0.shape) })
      for view in views { try writer.append(view.bytes) }
      try writer.finish()
      for name in ["config.json", "tokenizer.model"] {
        try folder.write("a\(k)/\(name)", try FileSystem.bytes(of: Self.base + "/" + name))
      }
    }
  }

  /// mergekit's own YAML, with the folders that it has here.
  private func merge(recipe: String) throws -> (result: TensorStore, golden: TensorStore, base: TensorStore) {
    try makeDense()
    let text = String(decoding: try FileSystem.bytes(of: "\(Self.golden)/mergekit/\(recipe).yaml"), as: UTF8.self)
    let file = try ConfigurationFile(
      text: text.split(separator: "DENSE/").joined(separator: folder.path + "/")
        .split(separator: "base_model: BASE").joined(separator: "base_model: \(Self.base)"),
      place: recipe)
    var job = try MergeConfiguration(file.settings)
    job.out = folder["merged"]
    _ = try MergeModels(job, threads: 2).run()
    return (
      try TensorStore(directory: folder["merged"]),
      try TensorStore(file: "\(Self.golden)/mergekit/\(recipe).safetensors"),
      try TensorStore(directory: Self.base)
    )
  }

  private func numbers(_ view: TensorView?) throws -> [Float] {
    let view = try #require(view)
    return (0..<view.count).map { view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
  }

  private func difference(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } }

  @Test(
    "mergekit's deterministic methods, from its own YAML, to 1e-6 a weight",
    arguments: [
      "linear", "linear_unnormalized", "task_arithmetic", "task_arithmetic_lambda0.5_normalize", "ties", "ties_nonorm",
      "breadcrumbs", "breadcrumbs_ties", "model_stock", "sce", "slerp",
    ])
  func mergekit(recipe: String) throws {
    let (result, golden, base) = try merge(recipe: recipe)
    #expect(result.names == base.names)
    var largest: Float = 0
    for name in result.names {
      let merged = try numbers(result[name])
      if let expected = golden[name] {
        largest = max(largest, difference(merged, try numbers(expected)))
      } else {
        #expect(difference(merged, try numbers(base[name])) < 3e-7, "\(name)")
      }
    }
    #expect(largest < 1e-6)
  }

  @Test(
    "mergekit's random methods agree in the length and the share of what they change",
    arguments: ["della_seed42", "dare_ties_seed42"])
  func random(recipe: String) throws {
    let (result, golden, base) = try merge(recipe: recipe)
    var ours = 0.0, theirs = 0.0, count = 0, ourZeros = 0, theirZeros = 0
    for name in golden.names {
      let start = try numbers(base[name])
      for (merged, (expected, start)) in zip(try numbers(result[name]), zip(try numbers(golden[name]), start)) {
        ours += Double(merged - start) * Double(merged - start)
        theirs += Double(expected - start) * Double(expected - start)
        ourZeros += merged == start ? 1 : 0
        theirZeros += expected == start ? 1 : 0
        count += 1
      }
    }
    expectClose(ours.squareRoot(), theirs.squareRoot(), relative: 0.02)
    expectClose(Double(ourZeros) / Double(count), Double(theirZeros) / Double(count), absolute: 0.01)
  }

  private func adapters(_ names: [String], output: MergeConfiguration.Output, rank: Int? = nil) throws -> MergeOutcome {
    var job = MergeConfiguration(method: try MergeConfiguration.method("linear", place: "test"))
    job.base = .init(Self.base)
    job.slices = [.init(names.map { .init(.init("\(Self.golden)/adapters/\($0)")) })]
    job.output = output
    job.rank = rank
    job.out = folder["merged"]
    return try MergeModels(job, threads: 2).run()
  }

  /// scaling * B A
  private func update(_ factors: LoRAFactors) throws -> [Double] {
    let a = try numbers(factors.a), b = try numbers(factors.b), rank = factors.rank, inputs = factors.a.shape[1]
    return (0..<factors.b.shape[0] * inputs).map { place in
      factors.scaling
        * (0..<rank).reduce(0.0) {
          $0 + Double(b[place / inputs * rank + $1]) * Double(a[$1 * inputs + place % inputs])
        }
    }
  }

  @Test("The average of adapters, dense and as one adapter, is PEFT's models' average")
  func average() throws {
    let names = ["a0", "a1", "a2", "a3"],
      expected = try TensorStore(file: "\(Self.golden)/peft/weight_average_a0-a3.safetensors")
    let outcome = try adapters(names, output: .adapter)
    #expect(abs(outcome.total.mergedNorm - 2.36892632) < 1e-5)
    #expect(zip(outcome.total.gram.products, [3.24330155]).allSatisfy { abs($0.squareRoot() - $1) < 1e-5 })
    let base = try TensorStore(directory: Self.base), merged = try AdapterCheckpoint(directory: folder["merged"])
    #expect(merged.factors.count == 15 && merged.factors.allSatisfy { $0.rank == 32 })
    var largest = 0.0
    for factors in merged.factors {
      let name = factors.projection.moduleName(layer: factors.layer) + ".weight"
      let (target, start) = (try numbers(expected[name]), try numbers(base[name]))
      for (change, (target, start)) in zip(try update(factors), zip(target, start)) {
        largest = max(largest, abs(Double(start) + change - Double(target)))
      }
    }
    #expect(largest < 1e-6)
    try FileSystem.removeDirectory(folder["merged"])
    _ = try adapters(names, output: .dense)
    let dense = try TensorStore(directory: folder["merged"])
    let error = try expected.names.reduce(Float(0)) {
      max($0, difference(try numbers(dense[$1]), try numbers(expected[$1])))
    }
    #expect(error < 1e-6)
  }

  @Test("PEFT's truncation to rank 8")
  func truncation() throws {
    let outcome = try adapters(["a0", "a1", "a2", "a3"], output: .svd, rank: 8)
    let expected = try TensorStore(file: "\(Self.golden)/peft/peft_svd_r8/delta.safetensors")
    let merged = try AdapterCheckpoint(directory: folder["merged"])
    var largest = 0.0, kept = 0.0
    for factors in merged.factors {
      let target = try numbers(expected[factors.projection.moduleName(layer: factors.layer) + ".weight"])
      let change = try update(factors)
      largest = zip(change, target).reduce(largest) { max($0, abs($1.0 - Double($1.1))) }
      kept = change.reduce(kept) { $0 + $1 * $1 }
    }
    #expect(largest < 2e-6)
    expectClose(kept.squareRoot(), 2.36048091, relative: 1e-5)
    let residual = try #require(outcome.residual)
    expectClose(residual, (1 - kept / (2.36892632 * 2.36892632)).squareRoot(), absolute: 1e-3)
  }

  @Test(
    "A and B averaged apart: the same factors, and the gap is measured",
    arguments: [
      (["a0", "a1", "a2", "a3"], "adapter_average_a0-a3", 0.0...0.4),
      (["a0", "a1", "a2", "b4"], "adapter_average_a0-a2_b4", 0.4...1.0),
    ])
  func adapterSpace(names: [String], name: String, gaps: ClosedRange<Double>) throws {
    let outcome = try adapters(names, output: .adapterSpace)
    let expected = try AdapterCheckpoint(directory: "\(Self.golden)/peft/\(name)")
    let merged = try AdapterCheckpoint(directory: folder["merged"])
    for (ours, theirs) in zip(merged.factors, expected.factors) {
      #expect(difference(try numbers(ours.a), try numbers(theirs.a)) < 1e-7)
      #expect(difference(try numbers(ours.b), try numbers(theirs.b)) < 1e-7)
      #expect(ours.scaling == theirs.scaling)
    }
    let gap = try #require(outcome.adapterGap)
    #expect(gaps.contains(gap))
    #expect(outcome.notes.contains { $0.contains("averaged apart") })
  }
}
