import Files
import TestSupport
import Testing

/// `assay merge`, as its users run it.
@Suite struct MergeTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    for (name, seed) in [("base", "1"), ("one", "2"), ("two", "3")] {
      let made = try Command.run(["import", "random", name, "--seed", seed], in: folder)
      #expect(made.status == 0)
    }
  }

  private func merge(_ arguments: [String]) throws -> Command { try Command.run(["merge"] + arguments, in: folder) }

  @Test("Two models are merged with flags, with any threads to the same bytes, and the result can be scored")
  func flags() throws {
    let arguments = ["--method", "ties", "--base", "base", "--density", "0.3", "--weights", "0.6,0.4", "one", "two"]
    for threads in ["1", "2", "3"] {
      let merged = try merge(arguments + ["--out", "merged\(threads)", "--threads", threads, "--per-layer"])
      #expect(merged.status == 0, "\(merged.errors)")
      #expect(merged.output.hasPrefix("merged\(threads): ties of 2, 21 tensors\n"), "\(merged.output)")
      #expect(merged.output.contains("layer 1") && merged.output.contains("cosines of the task vectors"))
      let digest = try SHA256.hexadecimal(ofFile: folder["merged\(threads)"] + "/model.safetensors")
      #expect(merged.output.hasSuffix("sha256 \(digest)\n"))
    }
    let quick = try merge(arguments + ["--out", "quick", "--no-digests"])
    #expect(quick.status == 0 && !quick.output.contains("sha256"))
    #expect(try JSON(file: folder["quick"] + "/provenance.json")["sha256"]?.isNull == true)
    let first = try FileSystem.bytes(of: folder["merged1"] + "/model.safetensors")
    for other in ["merged2", "merged3", "quick"] {
      #expect(try FileSystem.bytes(of: folder[other] + "/model.safetensors") == first)
    }
    let scored = try Command.run(
      ["score", "--model", "merged1", "--tasks", "arc_easy", "--limit", "2", "--out", "run"], in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
    let provenance = try JSON(file: folder["merged1"] + "/provenance.json")
    #expect(provenance["method"] == "ties" && provenance["definitions"] == "paper")
    #expect(provenance["parameters"]?["density"]?.number == 0.3)
  }

  @Test("mergekit's YAML is read; --json says the same as the table")
  func yaml() throws {
    try folder.write(
      "merge.yaml",
      """
      merge_method: dare_linear
      base_model: base
      models:
        - {model: one, parameters: {weight: 0.5, density: 0.5}}
        - {model: two, parameters: {weight: [0.5, 0.1], density: 0.5}}
      parameters: {int8_mask: true}
      dtype: float16
      """)
    let merged = try merge(["--config", "merge.yaml", "--out", "merged", "--json", "--seed", "3"])
    #expect(merged.status == 0, "\(merged.errors)")
    let json = try Array(merged.output.utf8).withUnsafeBytes { try JSON(parsing: $0) }
    #expect(json["method"] == "dare_linear" && json["parents"]?.array?.count == 2)
    #expect(json["diagnostics"]?["norms"]?.array?.count == 2 && json["notes"]?.array?.count == 1)
    #expect(json["sha256"]?.string == (try SHA256.hexadecimal(ofFile: folder["merged"] + "/model.safetensors")))
    let scored = try Command.run(
      ["score", "--model", "merged", "--tasks", "arc_easy", "--limit", "2", "--out", "run"], in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
  }

  @Test("Adapters become one adapter, exactly, or one of a lower rank; dense they score alike")
  func adapters() throws {
    try folder.write(
      "corpus.jsonl",
      (0..<16).map { #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 16)."}"# }
        .joined(separator: "\n"))
    for seed in ["1", "2"] {
      try folder.write(
        "train.yaml",
        """
        preset: paper-code
        model: base
        data: corpus.jsonl
        max_length: 256
        updates: 4
        batch_size: 2
        learning_rate: 1e-2
        warmup: 1
        seed: \(seed)
        lora: {rank: 4, targets: [q_proj, down_proj]}
        """)
      let trained = try Command.run(["train", "--config", "train.yaml", "--out", "run\(seed)"], in: folder)
      #expect(trained.status == 0, "\(trained.errors)")
    }
    let parents = ["run1/adapter", "run2/adapter"]
    let merged = try merge(["--method", "linear", "--out", "sum"] + parents)
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(merged.output.contains("A and B averaged apart would differ by"), "\(merged.output)")
    #expect(try JSON(file: folder["sum"] + "/adapter_config.json")["r"]?.integer == 8)
    let small = try merge(["--method", "linear", "--out", "small", "--output", "svd", "--rank", "2"] + parents)
    #expect(small.status == 0 && small.output.contains("lost by truncation:"), "\(small.errors)")
    let ties = try merge(
      ["--method", "ties", "--base", "base", "--out", "ties", "--output", "svd", "--rank", "4"] + parents)
    #expect(ties.status == 0 && ties.output.contains("lost by truncation:"), "\(ties.errors)")
    #expect(try JSON(file: folder["ties"] + "/adapter_config.json")["r"]?.integer == 4)
    let dense = try merge(["--method", "linear", "--base", "base", "--out", "dense", "--output", "dense"] + parents)
    #expect(dense.status == 0, "\(dense.errors)")
    for (kind, method) in [("fisher", "fisher"), ("gram", "regmean")] {
      for parent in parents {
        let measured = try Command.run(
          ["estimate", kind, "--config", "train.yaml", "--adapter", parent, "--samples", "4"], in: folder)
        #expect(measured.status == 0, "\(measured.errors)")
      }
      let byData = try merge(["--method", method, "--base", "base", "--out", method] + parents)
      #expect(byData.status == 0 && byData.output.hasPrefix("\(method): \(method) of 2"), "\(byData.errors)")
    }
    var results: [Double] = []
    for arguments in [["--model", "base", "--adapter", "sum"], ["--model", "dense"]] {
      let scored = try Command.run(
        ["score"] + arguments + ["--tasks", "arc_easy", "--limit", "3", "--out", "s\(results.count)"], in: folder)
      #expect(scored.status == 0, "\(scored.errors)")
      let samples = try TestSupport.lines(of: folder["s\(results.count)"] + "/samples_arc_easy.jsonl")
      results.append(
        try #require(samples[0]["resps"]?.array?.first?.array?.first?.array?.first?.string.flatMap(Double.init)))
    }
    expectClose(results[0], results[1], relative: 1e-4)
  }

  @Test("Wrong usage is 64, and says what would be right")
  func usage() throws {
    let nothing = try merge(["one", "two", "--out", "merged"])
    #expect(nothing.status == 64 && nothing.errors.hasPrefix("error: --method: is missing"))
    let weights = try merge(["--method", "linear", "--weights", "1", "one", "two", "--out", "merged"])
    #expect(weights.status == 64 && weights.errors.contains("1 for 2 parents"))
    let set = try merge(["--method", "ties", "--base", "base", "--set", "lamda=1", "one", "--out", "merged"])
    #expect(set.status == 64 && set.errors.contains("did you mean lambda?"), "\(set.errors)")
    let hub = try merge(["--method", "linear", "mistralai/Mistral-7B", "--out", "merged"])
    #expect(hub.status == 1 && hub.errors.contains("nothing is fetched from a hub"))
    #expect(!FileSystem.exists(folder["merged"]))
    let help = try merge(["--help-config"])
    #expect(help.output.contains("scope: \"model\" (mergekit: \"tensor\")"), "\(help.output)")
  }
}
