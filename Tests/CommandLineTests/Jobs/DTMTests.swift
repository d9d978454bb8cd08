import Files
import TestSupport
import Testing

/// `assay dtm`, as its users run it.
@Suite struct DTMTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let lines = (0..<24).map {
      #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40).", "source": "\#($0 % 2)"}"#
    }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    try folder.write("heldout.jsonl", #"{"instruction": "Say 50", "input": "", "output": "It is 30."}"#)
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    try folder.write("dtm.yaml", Self.text(merges: "linear, fisher, {method: ties, density: 0.5}"))
  }

  private static func text(merges: String) -> String {
    """
    base: model
    data: corpus.jsonl
    out: dtm
    k: 2
    train: {preset: paper-text, max_length: 256, epochs: 2, batch_size: 4, learning_rate: 1e-2, lora: {rank: 2}}
    dispersals: [random, {name: states, method: kmeans, embedding: base, text: both}]
    merges: [\(merges)]
    ensemble: [logits, probabilities]
    lambdas: [0.5]
    statistics: 4
    held_out: heldout.jsonl
    score:
      preset: lm-eval
      groups: [{tasks: [arc_easy, openbookqa], limit: 6}, {tasks: mmlu, limit: 1}]
    """
  }

  private var artefacts: [String] {
    get throws { try FileSystem.names(in: folder["dtm"] + "/artefacts").filter { $0 != "lock" }.sorted() }
  }

  @Test("One file makes everything once, is interrupted and goes on, and a changed line makes only what depends on it")
  func whole() throws {
    let store = folder["dtm"] + "/artefacts"
    for count in [2, 9] {
      let killed = try Command.run(
        ["dtm", "--config", "dtm.yaml"], in: folder,
        kill: Command.Kill(signal: 9) { ((try? FileSystem.names(in: store)) ?? []).count >= count })
      #expect(killed.signal == 9 || killed.status == 0)
    }
    let made = try Command.run(["dtm", "--config", "dtm.yaml"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let report = try JSON(file: folder["dtm"] + "/report.json")
    let models = try #require(report["models"]?.array)
    let names = models.compactMap { $0["name"]?.string }
    var expected = ["base", "vanilla", "vanilla x0.5", "size-matched vanilla", "uniform soup"]
    for way in ["random", "states"] {
      expected += ["\(way) 0", "\(way) 1"]
      for merge in ["linear", "fisher", "ties"] {
        expected += ["\(way), \(merge)", "norm-matched vanilla (\(way), \(merge))"]
      }
      expected += ["\(way), ensemble of logits", "\(way), ensemble of probabilities"]
    }
    #expect(names == expected)
    #expect(models.allSatisfy { $0["tasks"]?.array?.count == 3 })
    #expect(models.allSatisfy { ($0["held_out_loss"]?.number ?? -1) > 0 && $0["held_out_exact"]?.number != nil })
    // Where each lies, and the runs that scored it: below the folder, or as they were given.
    for model in models {
      let folders = try #require(model["model"]), runs = (model["runs"]?.array ?? []).compactMap(\.string)
      #expect(!runs.isEmpty && runs.allSatisfy { FileSystem.exists(folder["dtm/\($0)/seal.json"]) })
      let places = ["adapters", "ensemble"].flatMap { folders[$0]?.array ?? [] }.compactMap(\.string)
      #expect(places.allSatisfy { FileSystem.exists(folder["dtm/\($0)/adapter_config.json"]) })
      // The base was given; a merge that is no adapter is a model of its own.
      let own = try #require(folders["path"]?.string)
      #expect(places.isEmpty == (own != "model" || model["name"] == "base"))
      #expect(FileSystem.exists(folder[own == "model" ? own : "dtm/" + own] + "/config.json"))
    }
    let shown = try Command.run(["report", "dtm", "--json", "shown.json"], in: folder)
    #expect(shown.status == 0, "\(shown.errors)")
    let rows = try JSON(file: folder["shown.json"])
    #expect(rows["rows"]?.array?.compactMap { $0["name"]?.string } == expected)
    let task = try #require(models[1]["tasks"]?.array?.first), name = try #require(task["task"]?.string)
    let column = try #require(rows["columns"]?.array?.first { $0["task"]?.string == name })
    #expect(column["cells"]?.array?[1]["value"]?.number == task["value"]?.number)
    func norm(_ name: String) throws -> Double {
      try #require(models.first { $0["name"]?.string == name }?["update_norm"]?.number)
    }
    expectClose(try norm("vanilla x0.5"), try norm("vanilla") / 2, relative: 1e-9)
    for merge in ["random, linear", "random, ties"] {
      expectClose(try norm("norm-matched vanilla (\(merge))"), try norm(merge), relative: 1e-9)
    }
    // Each merge and ensemble against base, four controls and its best sub-model.
    let contrasts = try #require(report["contrasts"]?.array)
    #expect(contrasts.count == 10 * 6)
    #expect(made.output.contains("random, ties") && made.output.contains("against"))
    // In plain words, whichever way it came out: the tax, and each merge of each dispersal against two controls.
    let words = made.output.split(separator: "\n").filter {
      $0.hasPrefix("The alignment tax: ") || $0.hasPrefix("Disperse-Then-Merge (")
    }
    #expect(words.count { $0.hasPrefix("The alignment tax: fine-tuning on the whole corpus (vanilla) ") } == 1)
    #expect(words.count { $0.hasPrefix("Disperse-Then-Merge (random, ties) ") } == 2)
    #expect(
      words.count {
        $0.hasPrefix("Disperse-Then-Merge (random, ties) ") && $0.contains(" norm-matched vanilla (random, ties)")
      } == 1)
    #expect(
      words.allSatisfy {
        ["gains ", "loses ", "shows no difference to ", "an interval is not to be had"].contains(where: $0.contains)
      })
    #expect(made.output.contains("The skill: the loss on held-out records is "))
    let markdown = String(decoding: try FileSystem.bytes(of: folder["dtm"] + "/report.md"), as: UTF8.self)
    #expect(markdown.contains("| uniform soup |") && markdown.contains("size-matched vanilla"))
    #expect(try artefacts.allSatisfy { !$0.hasSuffix(".unfinished") })

    let before = try artefacts
    let again = try Command.run(["dtm", "--config", "dtm.yaml"], in: folder)
    #expect(again.status == 0 && again.output == made.output)
    #expect(try artefacts == before)

    try folder.write("dtm.yaml", Self.text(merges: "linear, {method: ties, density: 0.3}"))
    let other = try Command.run(["dtm", "--config", "dtm.yaml"], in: folder)
    #expect(other.status == 0, "\(other.errors)")
    let new = Set(try artefacts).subtracting(before)
    #expect(new.count { $0.hasPrefix("merge-") } == 4 && new.count { $0.hasPrefix("scores-") } == 4)
    #expect(new.count { $0.hasPrefix("heldout-") } == 4 && new.count == 12)
  }

  /// Every rival by its short name, and some whose limits are known.
  private static let rivals = """
    base: model
    data: corpus.jsonl
    out: dtm
    k: 2
    seeds: [1, 2]
    train: {max_length: 256, epochs: 2, batch_size: 4, learning_rate: 1e-2, lora: {rank: 2}}
    dispersals: [{name: apart, method: random, seeds: own}]
    merges: [linear]
    ensemble: none
    lambdas: null
    statistics: 3
    held_out: heldout.jsonl
    pretraining: {generated: 5, tokens: 40}
    baselines:
      - l2
      - ewc
      - replay
      - {method: loramoe, loramoe.experts: 2, loramoe.rank: 1}
      - deita
      - configuration-soup
      - greedy-soup
      - weight-decay
      - half-epochs
      - early-stopping
      - ema
      - lawa
      - {name: no l2, baseline: l2, l2.lambda: 0}
      - {name: all, part: 1}
      - {name: half, part: 0.5}
      - {name: shorter, part: 0.5, select: {by: length, most: 12}}
      - {name: set aside, soup: greedy, set_aside: 0.25, members: [{lr: 1e-2}, {lr: 3e-2}]}
    score:
      preset: lm-eval
      groups: [{tasks: [arc_easy], limit: 6}]
    """

  @Test("Rivals are rows beside vanilla, each made once; their limits are vanilla to the bit")
  func baselines() throws {
    try folder.write("rivals.yaml", Self.rivals)
    let store = folder["dtm"] + "/artefacts"
    let killed = try Command.run(
      ["dtm", "--config", "rivals.yaml"], in: folder,
      kill: Command.Kill(signal: 9) { ((try? FileSystem.names(in: store)) ?? []).contains { $0.hasPrefix("fisher-") } })
    #expect(killed.signal == 9 || killed.status == 0)
    let made = try Command.run(["dtm", "--config", "rivals.yaml"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let report = try JSON(file: folder["dtm"] + "/report.json")
    let models = try #require(report["models"]?.array)
    func row(_ name: String) throws -> JSON { try #require(models.first { $0["name"]?.string == name }) }
    let names = [
      "l2", "ewc", "replay", "loramoe", "deita", "deita, random control", "configuration-soup", "greedy-soup",
      "weight-decay",
      "half-epochs", "early-stopping", "ema", "lawa", "no l2", "all", "half", "shorter", "shorter, random control",
      "set aside",
    ]
    let expected = [1, 2].map { seed in
      (["vanilla", "size-matched vanilla", "uniform soup"] + names + [
        "apart 0", "apart 1", "apart, linear", "norm-matched vanilla (apart, linear)",
      ]).map { "\($0) s\(seed)" }
    }
    #expect(models.compactMap { $0["name"]?.string } == ["base"] + expected.flatMap(\.self))
    for name in names {
      let one = try row("\(name) s1"), role = name.hasSuffix("control") ? "random control of a selection" : "baseline"
      #expect(one["role"]?.string == role)
      #expect((one["update_norm"]?.number == nil) == (name == "loramoe"), "\(name)")
      let adapter = try #require(one["model"]?["adapters"]?.array?.first?.string)
      #expect(FileSystem.exists(folder["dtm/\(adapter)/adapter_config.json"]), "\(name)")
    }
    for seed in ["s1", "s2"] {
      let loss = try #require(try row("vanilla \(seed)")["held_out_loss"]?.number)
      for limit in ["no l2", "all"] { #expect(try row("\(limit) \(seed)")["held_out_loss"]?.number == loss) }
      for other in names where !["no l2", "all"].contains(other) {
        #expect(try row("\(other) \(seed)")["held_out_loss"]?.number != loss, "\(other) \(seed)")
      }
      // The soup that is chosen by held_out is on it no worse than its best member, hence than any of two.
      #expect(try row("greedy-soup \(seed)")["detail"]?.string?.contains("of 2, chosen by held_out") == true)
      #expect(try row("set aside \(seed)")["detail"]?.string?.contains("6 samples that no member learned from") == true)
    }
    #expect(try row("deita s1")["detail"]?.string?.hasPrefix("12 of 24 records by ifd") == true)
    #expect(made.output.contains("The baseline ewc s1 ") && made.output.contains("deita s1: 12 of 24 records"))
    let contrasts = try #require(report["contrasts"]?.array)
    #expect(contrasts.contains { $0["merge"] == "apart, linear s2" && $0["against"] == "replay s2" })
    let tax = try Command.run(
      ["analyze", "tax", "0=dtm#base", "50=dtm#half s1", "100=dtm#vanilla s1", "--json", "tax.json"], in: folder)
    #expect(tax.status == 0, "\(tax.errors)")
    let curve = try #require(try JSON(file: folder["tax.json"])["groups"]?.array?.first?["curves"]?.array?.first)
    #expect(curve["points"]?.array?.compactMap { $0["x"]?.number } == [0, 50, 100])
    // One text and one measurement for both seeds, whatever was interrupted.
    let before = try artefacts
    #expect(before.count { $0.hasPrefix("fisher-") } == 1 && before.count { $0.hasPrefix("text-") } == 1)
    #expect(before.count { $0.hasPrefix("selection-") } == 2 && before.allSatisfy { !$0.hasSuffix(".unfinished") })
    let again = try Command.run(["dtm", "--config", "rivals.yaml"], in: folder)
    #expect(again.status == 0 && again.output == made.output)
    #expect(try artefacts == before)
    // Other text makes anew what knows it, and nothing else.
    try folder.write("text.txt", (0..<40).map { "\($0) is a number.\n\n" }.joined())
    let other = try Command.run(["dtm", "--config", "rivals.yaml", "--set", "pretraining.data=text.txt"], in: folder)
    #expect(other.status == 0, "\(other.errors)")
    let new = try artefacts.filter { !before.contains($0) }
    #expect(new.count { $0.hasPrefix("fisher-") } == 1 && new.count { $0.hasPrefix("adapter-") } == 4)
    #expect(new.allSatisfy { name in ["fisher-", "adapter-", "scores-", "heldout-"].contains { name.hasPrefix($0) } })
  }

  @Test(
    "Wrong configurations are refused before anything is made",
    arguments: [
      ("kk: 3", "did you mean k?"), ("train.model: x", "decided by dtm"),
      ("merges: [lienar]", "there is no merge method"),
      ("k: 1", "two clusters"), ("dispersals: [random, random]", "is there twice"),
      ("k: 100", "clusters of 24 records"),
      ("score.groups: [{tasks: nothing}]", "nothing"), ("seeds: [4, 4]", "a seed is there twice"),
      ("merges: [{method: ties, densty: 0.2}]", "did you mean density?"), ("merges: [slerp]", "slerp of 4 models"),
      ("dispersals: [{method: kmeans}]", "kmeans looks at embeddings"), ("ensemble: votes", "logits, probabilities"),
      ("held_out: nowhere.jsonl", "nowhere.jsonl"), ("held_out: corpus.jsonl", "24 of 24 records stand in data, too"),
      ("lambdas: [0.5, 0.5]", "a factor is there twice"),
      ("baselines: [{name: x, baseline: replay, replay.data: nowhere.txt}]", "nowhere.txt is not there"),
      ("baselines: [l22]", "did you mean l2?"), ("pretraining.data: nowhere.txt", "nowhere.txt is not there"),
      ("select: {by: quality, above: 2, scores: nowhere.jsonl}\nbaselines: deita", "nowhere.jsonl is not there"),
      ("dispersals: [{method: random, seeds: both}]", "seeds is \"both\""),
      ("train.method: loramoe", "decided by dtm"), ("train.baseline: l2", "decided by dtm"),
    ])
  func mistakes(line: String, sentence: String) throws {
    try folder.write("wrong.yaml", "base: model\ndata: corpus.jsonl\nout: wrong\n\(line)\n")
    let made = try Command.run(["dtm", "--config", "wrong.yaml"], in: folder)
    #expect(made.status == 64 || made.status == 1)
    #expect(made.errors.hasPrefix("error: ") && made.errors.contains(sentence), "\(made.errors)")
    #expect(!FileSystem.exists(folder["wrong"] + "/artefacts"))
  }
}
