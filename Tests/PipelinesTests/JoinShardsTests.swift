import Benchmarks
import Checkpoints
import Datasets
import Evaluation
import Files
import Inference
import Pipelines
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

@Suite struct JoinShardsTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func job(_ name: String, _ number: Int? = nil, of count: Int = 3) -> ScoreCheckpoint {
    var job = ScoreCheckpoint(
      preset: "paper", tasks: ["arc", "mmlu", "gsm8k"], data: .fixtures, out: folder[name], limit: 4)
    job.shard = number.flatMap { Shard(number: $0, of: count) }
    return job
  }

  private func ask(_ name: String, _ number: Int? = nil, of count: Int = 3) throws -> RunResult {
    var model = ScriptedModel(seed: 7)
    return try job(name, number, of: count).run(on: &model, identity: ModelIdentity(name: "m", path: "models/m")).result
  }

  private func bytes(_ name: String) throws -> [String: String] {
    var files: [String: String] = [:]
    for file in try FileSystem.names(in: folder[name])
    where !["timing.json", "lock"].contains(file) && !file.hasPrefix("shard-") {
      files[file] = String(decoding: try FileSystem.bytes(of: folder[name] + "/" + file), as: UTF8.self)
    }
    return files
  }

  @Test("joined, shards are the single run to the byte: run.json, journal, samples, results, seal")
  func equal() throws {
    let expected = try ask("single")
    for number in [3, 1, 2] {
      #expect(throws: Diagnostic.self) { _ = try JoinShards(folder["r"]).join() }
      _ = try ask("r", number)
    }
    let state = try JoinShards(folder["r"]).state()
    #expect(state.isFinished && state.missing.isEmpty && state.shards.map(\.items).reduce(0, +) == state.items)
    let joined = try JoinShards(folder["r"]).join()
    #expect(joined.digest == expected.digest && joined.tasks == expected.tasks)
    #expect(try bytes("r") == bytes("single"))
    #expect(try JoinShards(folder["r"]).join().digest == expected.digest)
    #expect(try StoredRun(folder: folder["r"]).digest == expected.digest)
  }

  @Test("items that are missing are listed, with the shards that lack them, and the status is 'not comparable'")
  func missing() throws {
    _ = try ask("r", 2)
    let error = #expect(throws: Diagnostic.self) { _ = try JoinShards(folder["r"]).join() }
    #expect(error?.status == .notComparable && error?.problem.contains("items are not finished: ") == true)
    #expect(error?.expectation.contains("shard 1 of 3 has not begun; shard 3 of 3 has not begun") == true)
    #expect(!FileSystem.exists(folder["r"] + "/run.json"), "a join that is refused leaves nothing")
    #expect(throws: Diagnostic.self) { _ = try JoinShards(folder["nothing"]).join() }
    _ = try ask("single")
    #expect(throws: Diagnostic.self) { _ = try JoinShards(folder["single"]).join() }
  }

  @Test("shards by plain C and by the processor's own kernels, with other threads and batches, are one run to the bit")
  func kernels() throws {
    let shape = ModelConfiguration(
      vocabularySize: 360, hiddenSize: 32, intermediateSize: 48, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      contextLength: 2048)
    try RandomModel.write(
      shape, seed: 3, dtype: .f16, standardDeviation: 0.2, tokenizer: SentencePieceProto.characters.serialized(),
      to: folder["base"])
    func ask(_ name: String, _ number: Int?, _ options: EngineOptions) throws -> String {
      let pool = ThreadPool(threads: options.threads, instructionSet: options.instructionSet)
      let weights = try DecoderWeights(try Checkpoint(directory: folder["base"]), format: nil, on: pool)
      var model = try CausalLanguageModel(
        weights: weights, adapters: [], tokenizer: try SentencePieceTokenizer(directory: folder["base"]), on: pool,
        options: options)
      var job = job(name, number)
      job.tasks = ["arc", "mmlu"]
      return try job.run(on: &model, identity: ModelIdentity(name: "m", path: "models/m")).result.digest
    }
    let expected = try ask("single", nil, EngineOptions(threads: 2))
    _ = try ask("r", 1, EngineOptions(threads: 1, instructionSet: .portable))
    _ = try ask("r", 2, EngineOptions(threads: 2))
    _ = try ask("r", 3, EngineOptions(threads: 3, instructionSet: .portable, batchTokens: 50))
    #expect(try JoinShards(folder["r"]).join().digest == expected)
  }

  @Test("of 500 damaged sets of shards none gives another digest than the single run's")
  func damages() throws {
    let expected = try ask("single").digest
    for number in 1...3 { _ = try ask("r", number) }
    var sound: [String: [UInt8]] = [:]
    for shard in 1...3 {
      for file in ["run.json", "journal.jsonl"] {
        let path = "shard-\(shard)-of-3/\(file)"
        sound[path] = try FileSystem.bytes(of: folder["r"] + "/" + path)
      }
    }
    let paths = sound.keys.sorted()
    var generator = SeededGenerator(seed: 19), refused = 0
    for round in 0..<500 {
      let path = paths[Int.random(in: 0..<paths.count, using: &generator)]
      let other = paths[Int.random(in: 0..<paths.count, using: &generator)]
      for (path, bytes) in sound { try FileSystem.write(bytes, to: folder["r"] + "/" + path) }
      for name in try FileSystem.names(in: folder["r"]) where !name.hasPrefix("shard-") && name != "lock" {
        try FileSystem.remove(folder["r"] + "/" + name)
      }
      switch round % 5 {
      case 0: try FileSystem.remove(folder["r"] + "/" + path)
      case 1: try FileSystem.write(sound[other] ?? [], to: folder["r"] + "/" + path)
      case 2: try FileSystem.write((sound[path] ?? []) + (sound[path] ?? []), to: folder["r"] + "/" + path)
      case 3:
        // A line taken away.
        var lines = (sound[path] ?? []).split(separator: 0x0A, omittingEmptySubsequences: false)
        lines.remove(at: Int.random(in: 0..<max(1, lines.count - 1), using: &generator))
        try FileSystem.write(Array(lines.joined(separator: [0x0A])), to: folder["r"] + "/" + path)
      default:
        let damaged = generator.mutation(of: sound[path] ?? [], splicing: sound[other] ?? [])
        try FileSystem.write(damaged, to: folder["r"] + "/" + path)
      }
      do {
        let digest = try JoinShards(folder["r"]).join().digest
        #expect(digest == expected, "round \(round), \(path)")
      } catch {
        refused += 1
        #expect(!FileSystem.exists(folder["r"] + "/digest"))
      }
    }
    #expect(refused > 300, "\(refused) of 500 were refused")
  }
}
