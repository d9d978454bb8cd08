import Checkpoints
import Files
import Merging
import ModelMerging
import Pipelines
import TestSupport
import Testing

/// What does not belong together is refused by name, before anything is written.
@Suite struct MergeRefusalTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    for (name, seed) in [("base", 1), ("one", 2), ("two", 3)] {
      try DemoModel.write(to: folder[name], seed: UInt64(seed))
      // As other people's models are: what is changed below is no damage.
      try FileSystem.remove(folder[name] + "/provenance.json")
    }
  }

  private func refusal(_ parents: [String], method: String = "linear") throws -> String {
    var job = MergeConfiguration(method: try MergeConfiguration.method(method, place: "test"))
    job.base = .init(folder["base"])
    job.slices = [.init(parents.map { .init(.init(folder[$0])) })]
    job.out = folder["merged"]
    let error = #expect(throws: Diagnostic.self) { _ = try MergeModels(job, threads: 1).run() }
    #expect(!FileSystem.exists(folder["merged"]))
    return error.map { "\($0)" } ?? ""
  }

  /// Writes a model's tensors anew, some of them changed.
  private func rewrite(_ model: String, _ change: (TensorView) -> [(name: String, shape: [Int])]) throws {
    let store = try TensorStore(directory: folder[model])
    let views = store.files.flatMap(\.tensors)
    let tensors = views.flatMap { view in change(view).map { SafetensorsWriter.Tensor($0.name, .f32, $0.shape) } }
    let writer = try SafetensorsWriter(folder[model] + "/new", tensors: tensors)
    for tensor in tensors { try writer.append([UInt8](repeating: 0, count: tensor.byteCount)) }
    try writer.finish()
    try FileSystem.move(folder[model] + "/new", to: folder[model] + "/model.safetensors")
  }

  private let tensor = "model.layers.1.mlp.up_proj.weight"

  @Test("A missing tensor")
  func missing() throws {
    try rewrite("two") { $0.name == tensor ? [] : [($0.name, $0.shape)] }
    #expect(try refusal(["one", "two"]).hasPrefix("\(folder["two"])/model.safetensors: tensor '\(tensor)' is missing"))
  }

  /// Where a configuration that is understood does not ask for it, it is left out: `CheckpointCaseTests`.
  @Test("A tensor that the others lack, of models whose configuration means nothing here")
  func additional() throws {
    for name in ["base", "one", "two"] {
      var json = try #require(try JSON(file: folder["\(name)/config.json"]).object)
      json["architectures"] = ["OtherForCausalLM"]
      try folder.write("\(name)/config.json", JSON.object(json).text())
    }
    try rewrite("two") { $0.name == tensor ? [($0.name, $0.shape), ("extra", [3])] : [($0.name, $0.shape)] }
    #expect(try refusal(["one", "two"]).contains("tensor 'extra' is one that"))
  }

  @Test("A result inside the base that adapters are merged over")
  func insideBase() throws {
    let shape = try Checkpoint(directory: folder["base"]).configuration
    for (seed, name) in ["a", "b"].enumerated() {
      _ = try RandomAdapter.write(name, [.up], rank: 2, for: shape, in: folder, seed: UInt64(seed + 1), size: 0.1)
    }
    var job = MergeConfiguration(method: try MergeConfiguration.method("linear", place: "test"))
    job.base = .init(folder["base"])
    job.slices = [.init(["a", "b"].map { .init(.init(folder[$0])) })]
    job.out = folder["base/new"]
    let error = #expect(throws: Diagnostic.self) { _ = try MergeModels(job, threads: 1) }
    #expect(error?.problem.hasPrefix("lies in what is read") == true && !FileSystem.exists(folder["base/new"]))
  }

  @Test("Another shape")
  func shape() throws {
    try rewrite("two") { [($0.name, $0.name == tensor ? $0.shape.reversed() : $0.shape)] }
    #expect(try refusal(["one", "two"]).contains("tensor '\(tensor)' has shape [32, 88]"))
  }

  @Test("Another tokenizer")
  func tokenizer() throws {
    var bytes = try FileSystem.bytes(of: folder["two"] + "/tokenizer.model")
    bytes[bytes.count / 2] ^= 1
    try folder.write("two/tokenizer.model", bytes)
    #expect(try refusal(["one", "two"]).hasPrefix("\(folder["two"])/tokenizer.model: is another tokenizer"))
  }

  @Test("Another meaning of the same shapes")
  func configuration() throws {
    var json = try #require(try JSON(file: folder["two"] + "/config.json").object)
    json["rope_theta"] = 12345
    try folder.write("two/config.json", JSON.object(json).text())
    #expect(try refusal(["one", "two"]).contains("\"rope_theta\" is 12345"))
  }

  /// An adapter with zeros, as PEFT writes it.
  private func writeAdapter(
    _ name: String, rank: Int = 2, inputs: Int = 32, modules: [String] = ["up_proj"], baseDigest: String? = nil
  ) throws {
    try FileSystem.makeDirectory(folder[name])
    try folder.write(
      name + "/adapter_config.json",
      #"{"peft_type": "LORA", "r": \#(rank), "lora_alpha": 4, "target_modules": ["up_proj", "gate_proj"]}"#)
    if let baseDigest {
      try folder.write(name + "/provenance.json", #"{"parents": [{"role": "base", "sha256": "\#(baseDigest)"}]}"#)
    }
    let tensors = modules.flatMap { module in
      let start = "base_model.model.model.layers.0.mlp.\(module)"
      return [
        SafetensorsWriter.Tensor(start + ".lora_A.weight", .f32, [rank, inputs]),
        SafetensorsWriter.Tensor(start + ".lora_B.weight", .f32, [88, rank]),
      ]
    }
    let writer = try SafetensorsWriter(folder[name] + "/adapter_model.safetensors", tensors: tensors)
    for tensor in tensors { try writer.append([UInt8](repeating: 0, count: tensor.byteCount)) }
    try writer.finish()
  }

  @Test("Adapters of other shapes, of another base")
  func adapters() throws {
    try writeAdapter("a")
    try writeAdapter("c", inputs: 48)
    #expect(try refusal(["a", "c"]).contains("has shape [2, 48]"))
    try writeAdapter("d", baseDigest: "0123")
    #expect(try refusal(["a", "d"]).contains("names another base than \(folder["base"])"))
    let digest = try Checkpoint(directory: folder["base"]).digest()
    try writeAdapter("e", baseDigest: digest)
    var job = MergeConfiguration(method: try MergeConfiguration.method("linear", place: "test"))
    job.base = .init(folder["base"])
    job.slices = [.init(["a", "e"].map { .init(.init(folder[$0])) })]
    job.out = folder["merged"]
    _ = try MergeModels(job, threads: 1).run()
    #expect(try AdapterCheckpoint(directory: folder["merged"]).factors.map(\.rank) == [4])
    // The result says it too, for the next merge.
    let parents = try JSON(file: folder["merged"] + "/provenance.json")["parents"]?.array
    #expect(parents?.first?["role"] == "base" && parents?.first?["sha256"]?.string == digest)
  }

  /// What stops a merge; nil where nothing does.
  private func refusal(of job: MergeConfiguration) -> String? {
    do throws(Diagnostic) {
      _ = try MergeModels(job, threads: 1).run()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "Adapters with a number that is none, or numbers whose products are none, are refused by name, however they are merged",
    arguments: ["linear", "ties", "dare_ties", "della", "sce", "slerp", "model_stock", "breadcrumbs", "multislerp"])
  func adapterNumbers(method: String) throws {
    let shape = try Checkpoint(directory: folder["base"]).configuration
    for (name, seed) in [("good", 1), ("bad", 2)] {
      _ = try RandomAdapter.write(name, [.up, .down], rank: 2, for: shape, in: folder, seed: UInt64(seed))
    }
    let path = folder["bad"] + "/adapter_model.safetensors", whole = try FileSystem.bytes(of: path)
    let last = try #require(try SafetensorsFile(path).tensors.last?.name)
    let outputs: [MergeConfiguration.Output] =
      method == "linear" ? [.auto, .dense, .svd, .adapterSpace] : [.dense, .svd]
    for value in [Float.nan, .infinity, 3e38] {
      var bytes = whole
      withUnsafeBytes(of: value.bitPattern.littleEndian) {
        bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: $0)
      }
      try folder.write("bad/adapter_model.safetensors", bytes)
      for output in outputs {
        var job = MergeConfiguration(method: try MergeConfiguration.method(method, place: "test"))
        job.base = .init(folder["base"])
        job.slices = [.init(["good", "bad"].map { .init(.init(folder[$0])) })]
        job.out = folder["merged"]
        job.output = output
        if output == .svd { job.rank = 2 }
        // Some read weights, of which the result is no adapter.
        if output == .svd, method == "slerp" { continue }
        guard let text = refusal(of: job) else {
          // The average of factors as such is exact, however large they are.
          let isExact = value.isFinite && method == "linear" && output != .dense
          #expect(isExact, "\(output) \(value)")
          try FileSystem.removeDirectory(folder["merged"])
          continue
        }
        #expect(
          value.isFinite
            ? text.contains("not finite") || text.contains("so large")
            : text.hasPrefix("\(path): tensor '\(last)' holds NaN or an infinity"), "\(output) \(value): \(text)")
        #expect(!FileSystem.exists(folder["merged"]))
      }
    }
  }

  @Test("The adapter with a NaN of the shared cases", .enabled(if: TestSupport.shared != nil))
  func sharedAdapter() throws {
    let path = try #require(TestSupport.shared) + "/cases/12-non-finite/adapter"
    guard FileSystem.exists(path) else { return }
    for output in [MergeConfiguration.Output.auto, .svd, .adapterSpace] {
      var job = MergeConfiguration(method: try MergeConfiguration.method("linear", place: "test"))
      job.slices = [.init([.init(.init(path))])]
      job.out = folder["merged"]
      job.output = output
      if output == .svd { job.rank = 2 }
      let error = #expect(throws: Diagnostic.self) { _ = try MergeModels(job, threads: 1).run() }
      #expect(error.map { "\($0)" }?.contains("holds NaN or an infinity, first at element") == true)
    }
  }

  @Test("Nothing is written over")
  func occupied() throws {
    try folder.write("merged/file", "mine")
    var job = MergeConfiguration(method: try MergeConfiguration.method("linear", place: "test"))
    job.slices = [.init([.init(.init(folder["one"]))])]
    job.out = folder["merged"]
    #expect(throws: Diagnostic.self) { _ = try MergeModels(job, threads: 1) }
    #expect(try FileSystem.names(in: folder["merged"]) == ["file"])
  }

  @Test("Statistics of another shape, or that one parent lacks")
  func statistics() throws {
    for name in ["one", "two"] {
      let shape = name == "one" ? [88, 32] : [32, 88]
      let writer = try SafetensorsWriter(folder[name] + "/fisher.safetensors", tensors: [.init(tensor, .f32, shape)])
      try writer.append([UInt8](repeating: 0, count: 88 * 32 * 4))
      try writer.finish()
    }
    #expect(
      try refusal(["one", "two"], method: "fisher").contains(
        "fisher.safetensors: tensor '\(tensor)' has shape [32, 88]"))
    let writer = try SafetensorsWriter(folder["two"] + "/fisher.safetensors", tensors: [.init("other", .f32, [1])])
    try writer.append([0, 0, 0, 0])
    try writer.finish()
    #expect(try refusal(["one", "two"], method: "fisher").contains("has nothing for '\(tensor)'"))
  }
}
