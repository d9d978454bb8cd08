import Evaluation
import Files
import TestSupport
import Testing

/// Damaged runs of scores.
@Suite struct RunFuzzTests {
  private let folder: FuzzFolder
  private let tasks: [RunTask]

  init() throws {
    folder = try FuzzFolder()
    tasks = [try RunTask(.plain()), try RunTask(.answered()), try RunTask(.programmed())]
  }

  private var manifest: RunManifest {
    RunManifest(
      model: ModelIdentity(
        name: "m", path: "models/m", weights: [.init(name: "model.safetensors", sha256: "11")]),
      tasks: tasks, limit: 5, seed: 1, weights: "auto", assayVersion: "0.0.1", circumstances: .init(data: "d"))
  }

  @Test func manifests() throws {
    let sound = manifest.json
    try folder.target("run.json", "r/run.json", [Array(sound.text(pretty: true).utf8)]) { path in
      let run = try RunDirectory(FileSystem.directory(of: path), manifest: manifest)
      // Another question would be another run.
      var stored = try JSON(file: path)["identity"]?.object
      if run.judgeSeed == nil { stored?["judge_seed"] = nil }
      let asked = sound["identity"]?.object
      for key in asked?.keys ?? [] where key != "judge_seed" {
        #expect(Self.sorted(stored?[key] ?? .null) == Self.sorted(asked?[key] ?? .null), "\(key)")
      }
    }.run()
  }

  /// With members in the order of their names, each once.
  private static func sorted(_ json: JSON) -> JSON {
    guard let object = json.object else { return json.array.map { .array($0.map(sorted)) } ?? json }
    return .object(JSONObject(Set(object.keys).sorted().map { (key: $0, value: sorted(object[$0] ?? .null)) }))
  }

  /// The checksums of lines, put right.
  private static func seal(_ bytes: inout [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    bytes = Array(
      lines.map { line -> String in
        guard let end = line.firstRange(of: ", \"check\": \"")?.lowerBound else { return String(line) }
        let body = String(line[..<end])
        return "\(body), \"check\": \"\(SHA256.hexadecimal(of: body).prefix(8))\"}"
      }.joined(separator: "\n").utf8)
  }

  @Test func shards() throws {
    var sound = manifest
    let shard = try #require(Shard(number: 1, of: 2))
    sound.shard = ShardDescription(
      shard, modelName: "m", contextLength: 64, defaultBOS: .on,
      notAsked: [UnaskedTask("t@1", Diagnostic("t@1", "wants more", expected: "less"))])
    sound.asked = ["--preset": "paper", "--seed": 1]
    let text = Array(sound.json.text(pretty: true).utf8)
    try folder.target("shard-run.json", "s/shard-1-of-2/run.json", [text]) { path in
      let run = try ShardedRun(FileSystem.directory(of: FileSystem.directory(of: path)))
      _ = try run.model()
      let (shards, missing) = run.extents(tasks, try run.outcomes(of: tasks, manifest))
      #expect(shards.count == 2 && missing.map(\.count) == tasks.map(\.items.count))
    }.run()
  }

  @Test func journals() throws {
    func outcome(_ task: RunTask, _ item: Int, _ answers: ItemOutcome.Answers) -> ItemOutcome {
      let one = task.items[item]
      return ItemOutcome(
        task: task.benchmark.id, item: one.id, index: one.index,
        promptDigest: ItemOutcome.digest(ofPrompt: one.prompt(shots: one.exemplars.count)), shots: one.exemplars.count,
        answers: answers)
    }
    let likelihoods: [Likelihood] = [-1.5, -2, -.infinity].map {
      Likelihood(sum: $0, isGreedy: false, contextTokens: 4, continuationTokens: 1)
    }
    let journal = try Journal(folder["sound.jsonl"])
    for item in 0..<3 { try journal.append(outcome(tasks[0], item, .likelihoods(likelihoods))) }
    let sound = try folder.bytes("sound.jsonl")
    try folder.target("journal.jsonl", "j/journal.jsonl", [sound], seal: Self.seal) { path in
      try AppendOnlyFile(folder["j/run.json"], truncating: true).append(Array(manifest.json.text().utf8))
      let run = try RunDirectory(FileSystem.directory(of: path), manifest: manifest)
      for task in tasks {
        for outcome in try run.outcomes(of: task).values {
          #expect(outcome.likelihoods.allSatisfy { !$0.sum.isNaN && $0.contextTokens >= 0 })
        }
      }
    }.run()
  }
}
