import Checkpoints
import Configuration
import Files
import Merging
import ModelMerging
import Pipelines
import TestSupport
import Testing

/// What a configuration means, tensor by tensor, and what is refused.
@Suite struct MergeConfigurationTests {
  private let folder: MergeFolder

  init() throws { folder = try MergeFolder() }

  private func configuration(_ yaml: String) throws -> MergeConfiguration { try folder.configuration(yaml) }

  private func merged(_ yaml: String, threads: Int = 2) throws -> [String: [Float]] {
    _ = try MergeModels(try configuration(yaml), threads: threads).run()
    defer { try? FileSystem.removeDirectory(folder["merged"]) }
    return try tensors("merged")
  }

  private func tensors(_ name: String) throws -> [String: [Float]] {
    let store = try TensorStore(directory: folder[name])
    var result: [String: [Float]] = [:]
    for view in store.files.flatMap(\.tensors) {
      result[view.name] = (0..<view.count).map { view.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
    return result
  }

  /// The weight of the second model in a merge of two, as the result shows it.
  private func share(_ merged: [String: [Float]], _ tensor: String) throws -> Double {
    let one = try #require(try tensors("one")[tensor]), two = try #require(try tensors("two")[tensor])
    let result = try #require(merged[tensor])
    var above = 0.0, below = 0.0
    for i in result.indices {
      above += Double(result[i] - one[i]) * Double(two[i] - one[i])
      below += Double(two[i] - one[i]) * Double(two[i] - one[i])
    }
    return above / below
  }

  @Test(
    "Values come from source, slice and global parameters, in this order; gradients run over the layers; filters pick tensors"
  )
  func precedence() throws {
    let yaml = """
      merge_method: slerp
      slices:
        - sources:
            - {model: one, layer_range: [0, 2]}
            - {model: two, layer_range: [0, 2]}
          parameters:
            t:
              - {filter: mlp, value: [0, 1]}
              - {filter: q_proj, value: 0.25}
      parameters:
        t: 0.5
      """
    let result = try merged(yaml)
    let one = try tensors("one"), two = try tensors("two")
    #expect(result["model.layers.0.mlp.up_proj.weight"] == one["model.layers.0.mlp.up_proj.weight"])
    #expect(result["model.layers.1.mlp.up_proj.weight"] == two["model.layers.1.mlp.up_proj.weight"])
    let key = "model.layers.1.self_attn.k_proj.weight", query = "model.layers.1.self_attn.q_proj.weight"
    expectClose(try share(result, key), 0.5, absolute: 0.05)
    #expect(try share(result, query) < 0.35)
  }

  @Test("A model's weight goes before the slice's and the global one")
  func weights() throws {
    let yaml = """
      merge_method: linear
      slices:
        - sources:
            - {model: one, layer_range: [0, 2], parameters: {weight: [1, 3]}}
            - {model: two, layer_range: [0, 2]}
          parameters: {weight: [{filter: down_proj, value: 9}]}
      parameters: {weight: 1}
      """
    let result = try merged(yaml)
    expectClose(try share(result, "model.layers.0.mlp.up_proj.weight"), 0.5, absolute: 1e-6)
    expectClose(try share(result, "model.layers.1.mlp.up_proj.weight"), 0.25, absolute: 1e-6)
    expectClose(try share(result, "model.layers.0.mlp.down_proj.weight"), 0.9, absolute: 1e-6)
    expectClose(try share(result, "model.embed_tokens.weight"), 0.5, absolute: 1e-6)
  }

  @Test("A filter that fits nothing is told; an entry that is never reached, and names that are empty, are refused")
  func idle() throws {
    let job = try folder.configuration(
      "merge_method: linear\nmodels:\n- {model: one}\n- {model: two}\n"
        + "parameters: {weight: [{filter: mpl, value: 2}, {filter: mlp, value: 1}, {value: 0.5}]}\n")
    let notes = try MergeModels(job, threads: 1).run().notes
    #expect(notes == ["merge.yaml:5: the filter 'mpl' of weight fits no tensor"], "\(notes)")
    let models = "merge_method: linear\nmodels: [{model: one}, {model: two}]\n"
    for (line, sentence) in [
      ("parameters: {weight: [{value: 1}, {filter: mlp, value: 2}]}", "one that holds for all tensors is not the last"),
      ("base_model: ''", "base_model is \"\""), ("tokenizer_source: ''", "tokenizer_source is \"\""),
      ("out: ''", "out is \"\""),
    ] {
      let error = #expect(throws: Diagnostic.self) {
        let text = models + line + "\n" + (line.hasPrefix("out") ? "" : "out: \(folder["merged"])\n")
        let settings = try ConfigurationFile(text: text, place: "merge.yaml").settings
        try MergeConfiguration(settings).check()
      }
      #expect(
        error?.problem.contains(sentence) == true && error?.status == .wrongUsage, "\(error?.description ?? line)")
      #expect(error?.place == "merge.yaml:3")
    }
  }

  @Test("Models whose side files say other things about generating and framing: that is told")
  func settings() throws {
    for name in ["one", "two"] { try FileSystem.remove(folder[name] + "/provenance.json") }
    try folder.directory.write("two/generation_config.json", #"{"repetition_penalty": 1.5}"#)
    try folder.directory.write("two/tokenizer_config.json", #"{"add_bos_token": false}"#)
    let job = try folder.configuration(
      "merge_method: linear\nmodels: [{model: one}, {model: two}]\nparameters: {weight: 1}\n")
    let notes = try MergeModels(job, threads: 1).run().notes
    #expect(
      notes.contains { $0.hasPrefix("generation_config.json: repetition_penalty 1.5 in \(folder["two"]) and") },
      "\(notes)")
    #expect(notes.contains { $0.hasPrefix("tokenizer_config.json: no BOS") }, "\(notes)")
    #expect(FileSystem.exists(folder["merged"]))
  }

  @Test("Slices put layers of two models together, and config.json counts them")
  func slices() throws {
    let yaml = """
      merge_method: passthrough
      slices:
        - sources: [{model: one, layer_range: [0, 2]}]
        - sources: [{model: two, layer_range: [1, 2]}]
      """
    let job = try configuration(yaml)
    _ = try MergeModels(job, threads: 1).run()
    let result = try tensors("merged"), one = try tensors("one"), two = try tensors("two")
    #expect(result["model.layers.1.mlp.up_proj.weight"] == one["model.layers.1.mlp.up_proj.weight"])
    #expect(result["model.layers.2.mlp.up_proj.weight"] == two["model.layers.1.mlp.up_proj.weight"])
    #expect(result.count == one.count + 9)
    #expect(try JSON(file: folder["merged"] + "/config.json")["num_hidden_layers"]?.integer == 3)
  }

  @Test("Formats: rounded once to bfloat16, and config.json says so")
  func formats() throws {
    let yaml = "merge_method: linear\nmodels: [{model: one}, {model: two}]\ndtype: float32\nout_dtype: bfloat16\n"
    _ = try MergeModels(try configuration(yaml), threads: 2).run()
    #expect(try JSON(file: folder["merged"] + "/config.json")["torch_dtype"] == "bfloat16")
    let view = try #require(try TensorStore(directory: folder["merged"])["model.layers.0.mlp.up_proj.weight"])
    let rounded = (0..<view.count).map { view.bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self) }
    try FileSystem.removeDirectory(folder["merged"])
    let exact = try merged("merge_method: linear\nmodels: [{model: one}, {model: two}]\n")
    let one = try tensors("one"), two = try tensors("two"), name = "model.layers.0.mlp.up_proj.weight"
    let first = try #require(one[name]), second = try #require(two[name])
    let expected = first.indices.map { (i: Int) -> Float in Float((Double(first[i]) + Double(second[i])) / 2) }
    #expect(exact[name] == expected && !expected.isEmpty)
    for (bits, value) in zip(rounded, expected) {
      let nearest = Float(bitPattern: UInt32(bits) << 16),
        step = Float(bitPattern: (UInt32(bits) << 16) + 0x10000) - nearest
      #expect(abs(nearest - value) <= abs(step) / 2)
    }
  }

  @Test("The base among the models is none of them; its provenance has digests, weights and diagnostics")
  func provenance() throws {
    let yaml = """
      merge_method: ties
      models:
        - model: base
        - {model: one, parameters: {weight: 0.7, density: 0.5}}
        - {model: two, parameters: {weight: 0.3, density: 0.5}}
      base_model: base
      parameters: {int8_mask: true, normalize: true}
      """
    let outcome = try MergeModels(try configuration(yaml), threads: 2).run()
    #expect(outcome.parents.count == 2 && outcome.notes.count == 1)
    let record = try JSON(file: folder["merged"] + "/provenance.json"), parents = try #require(record["parents"]?.array)
    #expect(parents.map { $0["role"]?.string } == ["base", "parent", "parent"])
    #expect(
      parents[1]["files"]?["model.safetensors"]?.string
        == (try SHA256.hexadecimal(ofFile: folder["one"] + "/model.safetensors")))
    #expect(parents[1]["parameters"]?["weight"]?.number == 0.7)
    #expect(record["diagnostics"]?["cosines"]?.array?.count == 2)
    #expect(record["diagnostics"]?["layers"]?.array?.count == 5)
    #expect(record["sha256"]?.string == (try SHA256.hexadecimal(ofFile: folder["merged"] + "/model.safetensors")))
    let text = outcome.text(perLayer: true)
    #expect(text.contains("layer 1") && text.contains("note: int8_mask"))
  }

  @Test(
    "Wrong configurations are refused, by the key or the line",
    arguments: [
      ("merge_method: tied", "there is no merge method \"tied\""),
      ("merge_method: ties\nmodels: [{model: one}]", "ties without a base"),
      ("merge_method: ties\nmodels: [{model: one}]\nbase_modle: base", "did you mean base_model?"),
      ("merge_method: ties\nmodels: [{model: one, weight: 1}]\nbase_model: base", "there is no key \"weight\""),
      ("merge_method: linear\nmodels: [{model: one, parameters: {wieght: 1}}]", "did you mean weight?"),
      ("merge_method: linear\nmodels: [{model: one, parameters: {weight: much}}]", "weight is \"much\""),
      ("merge_method: ties\nmodels: [{model: one, parameters: {density: [0, 2]}}]\nbase_model: base", "density is 2"),
      ("merge_method: linear\nmodels: [{model: one, parameters: {normalize: true}}]", "no parameter of a single model"),
      ("merge_method: slerp\nmodels: [{model: one}]", "exactly 2"),
      ("merge_method: linear", "neither models nor slices"),
      ("merge_method: linear\nmodels: [{model: one}, {model: one}]", "is named twice"),
      (
        "merge_method: ties\ndefinitions: paper\nbase_model: base\nslices: [{sources: [{model: one, layer_range: [0, 1]}]},"
          + "{sources: [{model: two, layer_range: [1, 2]}]}]", "looks at the whole of each model"
      ),
      ("merge_method: linear\nmodels: [{model: one}]\ndtype: int8", "float32, float16 or bfloat16"),
      ("merge_method: linear\nmodels: [{model: one}]\noutput: svd", "svd without a rank"),
      ("merge_method: linear\nslices: [{sources: [{model: one}]}]", "has no layer_range"),
      ("merge_method: linear\nslices: [{sources: [{model: one, layer_range: [0, 9]}]}]", "has 2"),
      ("merge_method: linear\nmodels: [{model: one}, {model: two}]\nparameters: {weight: 0}", "sum up to 0"),
      ("merge_method: linear\nmodels: [{model: one}]\noutput: adapter", "is no adapter"),
      ("merge_method: linear\nmodels: [{model: none}]", "is not a folder"),
      ("merge_method: fisher\nmodels: [{model: one}]", "fisher.safetensors: is missing"),
    ])
  func mistakes(yaml: String, sentence: String) throws {
    let error = #expect(throws: Diagnostic.self) { _ = try MergeModels(try configuration(yaml), threads: 1).run() }
    #expect(error.map { "\($0)".contains(sentence) } == true, "\(error.map { "\($0)" } ?? "")")
    #expect(!FileSystem.exists(folder["merged"]))
    #expect(try FileSystem.names(in: folder.path).allSatisfy { !$0.hasSuffix(".tmp") })
  }

  @Test("TIES over the whole model counts the weights that adapters change, not those that none does")
  func tiesOfAdapters() throws {
    let shape = try Checkpoint(directory: folder["base"]).configuration
    for (name, seed) in [("a", 1), ("b", 2)] {
      _ = try RandomAdapter.write(name, [.up], rank: 2, for: shape, in: folder.directory, seed: UInt64(seed))
    }
    let merged = try merged(
      "{merge_method: ties, definitions: paper, base_model: base, models: [{model: a}, {model: b}], parameters: {density: 0.2}}"
    )
    let base = try tensors("base")
    var changed = 0, count = 0
    for (name, values) in merged {
      let own = try #require(base[name]), different = zip(values, own).count { $0 != $1 }
      if name.contains("up_proj") {
        changed += different
        count += values.count
      } else {
        #expect(different == 0, "\(name)")
      }
    }
    // A fifth of each, of which few are the same.
    #expect(Double(changed) / Double(count) < 0.4 && Double(changed) / Double(count) > 0.3)
  }
}
