import Checkpoints
import TestSupport
import Testing

@testable import Experiments
@testable import Files
@testable import Merging
@testable import ModelMerging
@testable import Pipelines

/// Damaged files of what a merge reads besides weights: statistics, and where its parents come from.
@Suite struct MergeFuzzTests {
  private let folder: FuzzFolder
  private let shape = ModelConfiguration(
    vocabularySize: 5, hiddenSize: 4, intermediateSize: 4, layerCount: 1, headCount: 1, keyValueHeadCount: 1,
    contextLength: 8)

  init() throws {
    folder = try FuzzFolder()
    for (name, seed) in [("base", UInt64(1)), ("one", 2), ("two", 3)] {
      try RandomModel.write(shape, seed: seed, dtype: .f32, standardDeviation: 0.2, tokenizer: nil, to: folder[name])
    }
  }

  /// A merge of two models, whose result is read again.
  private func merge(_ name: String, _ parents: [String] = ["one", "two"]) throws {
    var job = MergeConfiguration(method: try MergeConfiguration.method(name, place: "test"))
    job.base = .init(folder["base"])
    job.slices = [.init(parents.map { .init(.init(folder[$0])) })]
    job.out = folder["merged"]
    job.hasDigests = false
    try FileSystem.removeDirectory(job.out)
    _ = try MergeModels(job, threads: 1).run()
    for tensor in try TensorStore(directory: job.out).files.flatMap(\.tensors) {
      let isFinite = stride(from: 0, to: tensor.bytes.count, by: 4).allSatisfy {
        tensor.bytes.loadUnaligned(fromByteOffset: $0, as: Float.self).isFinite
      }
      #expect(isFinite, "\(tensor.name)")
    }
  }

  @Test func fisher() throws {
    let weights = try TensorStore(directory: folder["one"]).files.flatMap(\.tensors).map { ($0.name, $0.shape) }
    let file = try folder.safetensors(weights, ["format": "pt", "samples": "4", "labels": "empirical"])
    try folder.scratch.write("two/fisher.safetensors", file)
    try folder.target("fisher", "one/fisher.safetensors", [file]) { _ in try merge("fisher") }.run(share: 2)
  }

  @Test func gram() throws {
    let module = "model.layers.0."
    let file = try folder.safetensors(
      [
        (module + "self_attn.q_proj.weight", [4, 4]), (module + "mlp.gate_proj.weight", [4, 4]),
        (module + "mlp.down_proj.weight", [4, 4]),
      ],
      [
        "format": "pt", "samples": "4", "same:\(module)self_attn.k_proj.weight": module + "self_attn.q_proj.weight",
        "same:\(module)mlp.up_proj.weight": module + "mlp.gate_proj.weight",
      ])
    try folder.scratch.write("two/gram.safetensors", file)
    try folder.target("gram", "one/gram.safetensors", [file]) { _ in try merge("regmean") }.run(share: 2)
  }

  /// `files` of a record are checked, `parents` of adapters compared.
  @Test func provenance() throws {
    _ = try RandomAdapter.write("a", [.q], rank: 2, for: shape, in: folder.scratch)
    let base = try Checkpoint(directory: folder["base"]).digest()
    let files = try FolderSeal.digests(of: folder["a"])
    let record: JSON = [
      "made_by": "assay 0.1", "command": "train", "parents": [["role": "base", "path": "b", "sha256": .string(base)]],
      "files": files, "diagnostics": ["merged_norm": 1.5],
    ]
    _ = try RandomAdapter.write("b", [.q], rank: 3, for: shape, in: folder.scratch)
    try folder.target("provenance.json", "a/provenance.json", [Array(record.text(pretty: true).utf8)]) { path in
      var job = MergeConfiguration(method: try MergeConfiguration.method("linear", place: "test"))
      job.base = .init(folder["base"])
      job.slices = [.init(["a", "b"].map { .init(.init(folder[$0])) })]
      job.out = folder["merged"]
      _ = try MergeModels(job, threads: 1)
      // As a re-run with --force asks whose folder it is, and as a report of Disperse-Then-Merge reads it.
      try FolderSeal.seal(folder["a"])
      _ = try StagedDirectory(folder["a"], force: true)
    }.run()
    try folder.target("merged_norm", "run/merged/provenance.json", [Array(record.text().utf8)]) { _ in
      _ = try DTMWork.merged(ArtefactStore.Artefact(key: "k", path: folder["run"]))
    }.run()
  }
}
