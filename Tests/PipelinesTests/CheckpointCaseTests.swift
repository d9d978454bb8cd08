import Benchmarks
import Checkpoints
import CodeExecution
import Evaluation
import Files
import Inference
import Pipelines
import TestSupport
import Testing

@testable import Merging
@testable import ModelMerging

/// Checkpoints as people have them, from the folder to the record of a run.
@Suite struct CheckpointCaseTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try DemoModel.write(to: folder["m"])
    // As other people's models are: what is changed below is no damage.
    try FileSystem.remove(folder["m/provenance.json"])
  }

  private func score(
    _ model: String, tasks: [String] = ["arc_easy"], maxTokens: Int? = nil
  ) throws -> (path: String, result: RunResult) {
    let options = ModelOptions(path: model, threads: 1)
    var opened = try ModelLoading.open(options)
    let job = ScoreCheckpoint(
      tasks: tasks, data: .fixtures, out: folder["run"], limit: 2,
      generation: GenerationOptions(maxTokens: maxTokens), startsOver: true)
    return try job.run(on: &opened.model, identity: ModelIdentification(options).value(), engine: opened.engine)
  }

  private func refusal(_ model: String, tasks: [String] = ["arc_easy"], maxTokens: Int? = nil) throws -> Diagnostic {
    try #require(throws: Diagnostic.self) { _ = try score(model, tasks: tasks, maxTokens: maxTokens) }
  }

  /// The demo model's tensors, written anew.
  private func rewrite(
    _ dtype: ScalarType = .f32, more: [(name: String, count: Int)] = [], _ name: (String) -> String = { $0 }
  ) throws {
    let store = try TensorStore(directory: folder["m"])
    let writer = try SafetensorsWriter(
      folder["m/new"],
      tensors: store.views.map { .init(name($0.name), dtype, $0.shape) }
        + more.map { .init($0.name, dtype, [$0.count]) })
    for view in store.views {
      if dtype == .f32 {
        try writer.append(view.bytes)
      } else {
        let numbers = (0..<view.count).map { Double(view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)) }
        try numbers.withUnsafeBytes { try writer.append($0) }
      }
    }
    for tensor in more { try writer.append([UInt8](repeating: 0, count: tensor.count * dtype.byteCount)) }
    try writer.finish()
    try FileSystem.move(folder["m/new"], to: folder["m/model.safetensors"])
  }

  @Test("what was ignored stands in run.json and results.json, and changes no number")
  func recorded() throws {
    let plain = try score(folder["m"]).result.digest
    #expect(try JSON(file: folder["run/run.json"])["circumstances"]?["warnings"] == nil)
    try rewrite(more: [("model.layers.0.self_attn.q_proj.bias", 32), ("score.weight", 4)])
    var json = try #require(try JSON(file: folder["m/config.json"]).object)
    json["new_key"] = 8
    try folder.write("m/config.json", JSON.object(json).text())
    #expect(try score(folder["m"]).result.digest == plain)
    let warnings: JSON = [
      .string(
        "\(folder["m"])/model.safetensors: config.json does not ask for 2 tensors "
          + "(model.layers.0.self_attn.q_proj.bias, score.weight): ignored"),
      .string("\(folder["m"])/config.json: unknown key \"new_key\": not obeyed"),
    ]
    #expect(try JSON(file: folder["run/run.json"])["circumstances"]?["warnings"] == warnings)
    let results = try JSON(file: folder["run/results.json"])
    #expect(results["assay"]?["manifest"]?["circumstances"]?["warnings"] == warnings)
  }

  @Test("what scoring ignores no merge stumbles over, whichever of the models has it, and whether all have")
  func strangers() throws {
    try DemoModel.write(to: folder["n"], seed: 7)
    func merge(_ names: String...) throws -> (bytes: [UInt8], warnings: Int) {
      var job = MergeConfiguration(method: .linear)
      job.slices = [MergeConfiguration.Slice(names.map { MergeConfiguration.Source(.init(folder[$0])) })]
      job.out = folder["merged"]
      job.force = true
      let notes = try MergeModels(job, threads: 1).run().notes
      let warnings = notes.count { $0.contains("config.json does not ask for") }
      return (try FileSystem.bytes(of: folder["merged/model.safetensors"]), warnings)
    }
    let (plain, plainOther) = (try merge("m", "n").bytes, try merge("n", "m").bytes)
    try rewrite(more: [("model.layers.0.self_attn.q_proj.bias", 32), ("score.weight", 4)])
    var (bytes, warnings) = try merge("m", "n")
    #expect(bytes == plain && warnings == 1)
    (bytes, warnings) = try merge("n", "m")
    #expect(bytes == plainOther && warnings == 1)
    try folder.write("n/model.safetensors", try FileSystem.bytes(of: folder["m/model.safetensors"]))
    try FileSystem.remove(folder["n/provenance.json"])
    #expect(try !TensorStore(directory: folder["merged"]).names.contains("score.weight"))
    (bytes, warnings) = try merge("m", "n")
    #expect(warnings == 2 && bytes.count == plain.count)
  }

  @Test("F64 weights and names with other prefixes give the numbers of plain ones")
  func equal() throws {
    let plain = try score(folder["m"]).result.digest
    try rewrite(.f64)
    #expect(try score(folder["m"]).result.digest == plain)
    try DemoModel.write(to: folder["again"])
    try FileSystem.move(folder["again/model.safetensors"], to: folder["m/model.safetensors"])
    try rewrite { "_orig_mod." + ($0.hasPrefix("model.") ? String($0.dropFirst(6)) : $0) }
    #expect(try score(folder["m"]).result.digest == plain)
  }

  @Test("F64 beyond the range of F32 is an error with the tensor's name")
  func tooLarge() throws {
    try rewrite(.f64)
    var bytes = try FileSystem.bytes(of: folder["m/model.safetensors"])
    withUnsafeBytes(of: 1e300.bitPattern) { bytes.replaceSubrange(bytes.count - 8..<bytes.count, with: $0) }
    try folder.write("m/model.safetensors", bytes)
    #expect(try refusal(folder["m"]).problem.contains("has weights beyond the range of F32"))
  }

  @Test("a tokenizer may be longer than the embedding; the item whose text needs such a token is named")
  func longTokenizer() throws {
    let plain = try score(folder["m"]).result.digest
    try folder.write("m/added_tokens.json", #"{"[PAD]": 354, "zzz": 355}"#)
    #expect(try score(folder["m"]).result.digest == plain)
    try folder.write("m/added_tokens.json", #"{"[PAD]": 354, "the": 355}"#)
    let error = try refusal(folder["m"])
    #expect(error.place.hasPrefix("arc_easy@lm-eval, item '"))
    #expect(error.problem.contains("holds token 355 ('the'), for which the model has no weights"))
    #expect(try refusal(folder["m"], tasks: ["gsm8k"], maxTokens: 3).place.hasPrefix("gsm8k@lm-eval, item '"))
  }

  @Test(
    "what generation_config.json asks for and is not there is refused before anything is asked, and only where text is generated"
  )
  func refused() throws {
    try folder.write("m/generation_config.json", #"{"eos_token_id": 2, "num_beams": 4}"#)
    _ = try score(folder["m"])
    try FileSystem.removeDirectory(folder["run"])
    let error = try refusal(folder["m"], tasks: ["arc_easy", "gsm8k"], maxTokens: 3)
    #expect(
      error.description == """
        \(folder["m"])/generation_config.json: key "num_beams" is 4, which is not supported
        several completions at once; without the key, or with 1 or null
        """)
    #expect(!FileSystem.exists(folder["run/journal.jsonl"]))
  }

  @Test("each file of a model that is a Git LFS pointer is called that")
  func pointers() throws {
    for name in [
      "model.safetensors", "tokenizer.model", "config.json", "tokenizer_config.json", "generation_config.json",
    ] {
      try FileSystem.removeDirectory(folder["p"])
      try DemoModel.write(to: folder["p"])
      try FileSystem.remove(folder["p/provenance.json"])
      try folder.write(
        "p/" + name,
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\nsize 5\n")
      let error = try refusal(folder["p"])
      #expect(error.place == folder["p"] + "/" + name && error.problem.contains("Git LFS pointer"), "\(error)")
    }
  }
}

/// The inputs of ../shared/cases, with the values that transformers 5.24 and mergekit gave.
@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct SharedCheckpointCaseTests {
  private let folder: ScratchDirectory
  private let cases = "\(TestSupport.shared ?? "")/cases"

  init() throws { folder = try ScratchDirectory() }

  private func journal(_ name: String, task: String, limit: Int, maxTokens: Int? = nil) throws -> [JSON] {
    let options = ModelOptions(path: "\(cases)/\(name)/model", threads: 1)
    var opened = try ModelLoading.open(options)
    let job = ScoreCheckpoint(
      tasks: [task], data: .fixtures, out: folder["run"], limit: limit,
      generation: GenerationOptions(maxTokens: maxTokens), startsOver: true)
    let run = try job.run(on: &opened.model, identity: ModelIdentification(options).value(), engine: opened.engine)
    #expect(opened.engine.warnings.count == 1)
    return try TestSupport.lines(of: run.path + "/journal.jsonl")
  }

  @Test("a head that differs from the embedding it is said to be tied to is used")
  func tiedHead() throws {
    let sums = try journal("01-tied-head-differs", task: "arc_easy", limit: 4)
      .flatMap { $0["sums"]?.array ?? [] }.compactMap(\.number)
    #expect(sums.contains { abs($0 + 14.52523) < 1e-4 })
  }

  @Test("the second EOS of generation_config.json ends the first answer with its sixth token")
  func endOfText() throws {
    let lines = try journal("02-generation-config-eos", task: "gsm8k", limit: 2, maxTokens: 40)
    let first = try #require(lines.first { $0["item"] == "0" })
    // The EOS itself is not counted.
    #expect(first["new"] == [5] && first["endings"] == ["eos"])
  }

  private func merge(_ method: String, base: String?, _ parents: [String]) throws -> [String: [Float]] {
    var job = MergeConfiguration(method: try MergeConfiguration.method(method, place: "test"))
    job.base = base.map { .init("\(cases)/05-merge-inv-freq/\($0)") }
    job.slices = [.init(parents.map { .init(.init("\(cases)/05-merge-inv-freq/\($0)")) })]
    job.out = folder["merged"]
    _ = try MergeModels(job, threads: 1).run()
    return try numbers(folder["merged"])
  }

  private func numbers(_ directory: String) throws -> [String: [Float]] {
    var result: [String: [Float]] = [:]
    for view in try TensorStore(directory: directory).views {
      result[view.name] = (0..<view.count).map { view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
    return result
  }

  @Test("merging leaves aside what scoring leaves aside: constant tables and redundant tied heads")
  func merges() throws {
    let tuned = try numbers("\(cases)/05-merge-inv-freq/tuned")
    let sum = try merge("task_arithmetic", base: "base", ["tuned"])
    #expect(!sum.keys.contains { $0.contains("inv_freq") } && sum.keys.contains("model.norm.weight"))
    for (name, values) in sum {
      let expected = try #require(tuned[name])
      #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(name)")
    }
    try FileSystem.removeDirectory(folder["merged"])
    let other = try numbers("\(cases)/05-merge-inv-freq/tuned_with_tied_head")
    let mean = try merge("linear", base: nil, ["tuned", "tuned_with_tied_head"])
    #expect(mean["lm_head.weight"] == nil)
    for (name, values) in mean {
      let one = try #require(tuned[name]), two = try #require(other[name])
      #expect(zip(values, zip(one, two)).allSatisfy { abs($0 - ($1.0 + $1.1) / 2) < 1e-6 }, "\(name)")
    }
  }
}
