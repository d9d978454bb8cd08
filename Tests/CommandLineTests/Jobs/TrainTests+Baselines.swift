import Files
import TestSupport
import Testing

/// Training methods beside plain fine-tuning, as their users run them.
extension TrainTests {
  /// Settings of a baseline, and what its log has besides.
  struct Baseline: Sendable, CustomTestStringConvertible {
    var settings: [String]
    /// The same as vanilla.
    var neutral: [String]
    var measures: [String]

    var testDescription: String { settings.joined(separator: " ") }

    static let all = [
      Baseline(
        settings: ["baseline=l2", "l2.lambda=0.1"], neutral: ["baseline=l2", "l2.lambda=0"],
        measures: ["penalty", "update_norm"]),
      Baseline(
        settings: ["baseline=ewc", "ewc.fisher=fisher.safetensors", "ewc.lambda=10"],
        neutral: ["baseline=ewc", "ewc.fisher=fisher.safetensors", "ewc.lambda=0"],
        measures: ["penalty", "update_norm"]),
      Baseline(
        settings: ["baseline=replay", "replay.data=text.txt", "replay.unit=tokens"],
        neutral: ["baseline=replay", "replay.data=text.txt", "replay.ratio=0"],
        measures: ["replay_loss", "replay_weight"]),
    ]
  }

  /// Plain text, and the base's Fisher information on it.
  private func prepare() throws {
    try folder.write("text.txt", (0..<30).map { "The number after \($0) is \($0 + 1)." }.joined(separator: "\n\n"))
    let estimated = try Command.run(
      [
        "estimate", "fisher", "--set", "model=model", "--set", "data=text.txt", "--set", "max_length=64", "--samples",
        "12", "--squares", "positions", "--out", "fisher.safetensors",
      ], in: folder)
    #expect(estimated.status == 0, "\(estimated.errors)")
  }

  private func set(_ settings: [String]) -> [String] { settings.flatMap { ["--set", $0] } }

  @Test(
    "Each baseline has the same bytes for any threads and after kill -9, and differs from vanilla",
    arguments: Baseline.all)
  func baselines(_ baseline: Baseline) throws {
    try prepare()
    let first = try train(["--out", "one", "--threads", "1"] + set(baseline.settings))
    #expect(first.status == 0, "\(first.errors)")
    let expected = try digest("one")
    let other = try train(["--out", "three", "--threads", "3"] + set(baseline.settings))
    #expect(other.status == 0, "\(other.errors)")
    #expect(try digest("three") == expected)
    let log = folder["killed"] + "/log.jsonl"
    for lines in [2, 9] {
      let killed = try train(
        ["--out", "killed"] + set(baseline.settings),
        kill: Command.Kill(signal: 9) { ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == 0x0A } >= lines })
      #expect(killed.signal == 9 || killed.status == 0)
    }
    #expect(try train(["--out", "killed"] + set(baseline.settings)).status == 0)
    #expect(try digest("killed") == expected)
    for name in baseline.measures {
      let values = try TestSupport.lines(of: log).compactMap { $0[name]?.number }
      #expect(values.count == 20, "\(name)")
      let table = String(decoding: try FileSystem.bytes(of: folder["killed"] + "/log.csv"), as: UTF8.self)
      #expect(table.split(separator: "\n")[0].contains(",\(name)"))
    }
    // Beside it vanilla, whose files do not know that there are baselines; and what is the same as vanilla.
    #expect(try train(["--out", "vanilla"]).status == 0)
    #expect(try digest("vanilla") != expected)
    let begun = String(decoding: try FileSystem.bytes(of: folder["vanilla"] + "/train.json"), as: UTF8.self)
    #expect(!begun.contains("baseline") && !begun.contains(baseline.settings[0].split(separator: "=")[1] + "."))
    let neutral = try train(["--out", "neutral"] + set(baseline.neutral))
    #expect(neutral.status == 0, "\(neutral.errors)")
    #expect(try digest("neutral") == digest("vanilla"))
    let changed = try train(["--out", "vanilla"] + set(baseline.settings))
    #expect(changed.status == 1 && changed.errors.contains("baseline was vanilla, is "), "\(changed.errors)")
  }

  @Test("What a baseline trained is scored and merged like any adapter", arguments: Baseline.all)
  func baselineResults(_ baseline: Baseline) throws {
    try prepare()
    #expect(try train(["--out", "run"] + set(baseline.settings)).status == 0)
    #expect(try train(["--out", "other"]).status == 0)
    let provenance = try JSON(file: folder["run"] + "/adapter/provenance.json")
    #expect(provenance["recipe"]?["baseline"]?.string.map { baseline.settings[0] == "baseline=" + $0 } == true)
    let scored = try Command.run(
      ["score", "--model", "model", "--adapter", "run/adapter", "--tasks", "arc_easy", "--limit", "2", "--out", "s"],
      in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
    let merged = try Command.run(
      ["merge", "run/adapter", "other/adapter", "--method", "linear", "--base", "model", "--out", "merged"], in: folder)
    #expect(merged.status == 0, "\(merged.errors)")
  }

  @Test(
    "An average of weights is the result, the same after kill -9, and training goes on as without",
    arguments: ["ema", "lawa"])
  func averages(kind: String) throws {
    let settings = set(["averaging.kind=\(kind)"] + (kind == "lawa" ? ["averaging.every=3"] : ["averaging.decay=0.7"]))
    #expect(try train(["--out", "plain"]).status == 0)
    let whole = try train(["--out", "whole", "--threads", "1"] + settings)
    #expect(whole.status == 0 && whole.errors.contains("baseline and average"), "\(whole.errors)")
    #expect(try digest("whole") != digest("plain"))
    #expect(
      try FileSystem.bytes(of: folder["whole"] + "/log.jsonl") == FileSystem.bytes(of: folder["plain"] + "/log.jsonl"))
    let log = folder["killed"] + "/log.jsonl"
    let killed = try train(
      ["--out", "killed"] + settings,
      kill: Command.Kill(signal: 9) { ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == 0x0A } >= 8 })
    #expect(killed.signal == 9 || killed.status == 0)
    #expect(try train(["--out", "killed"] + settings).status == 0)
    #expect(try digest("killed") == digest("whole"))
  }
}
