import Files
import TestSupport
import Testing

/// `assay study`, as its users run it.
@Suite struct StudyTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try folder.write("study.yaml", Self.text())
  }

  private static func text(more: String = "") -> String {
    """
    out: study
    worlds: [1, 2]
    seeds: [5, 6]
    k: 2
    sweep: [3]
    doses: [{name: clean, noise: 0, shortcuts: 0}]
    tokenizer: {pieces: 400}
    world: {people: 40, places: 20, things: 20, creatures: 20, documents: 300, items: 12, records: 9}
    base:
      init: {hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1, num_attention_heads: 2, max_position_embeddings: 512}
      max_length: 64
      batch_size: 32
      limit: 64
      epochs: 1
    dtm:
      train: {batch_size: 8, epochs: 1, max_length: 300, lora: {rank: 2}, learning_rate: 1e-2}
      dispersals: [random, source]
      merges: [linear, {method: ties, density: 0.5}]
      ensemble: none
      lambdas: [0.5]
      statistics: 3
      baselines: [ewc, {baseline: replay, replay.ratio: 0.5}]
      score: {preset: lm-eval, groups: [{tasks: [arc_easy, openbookqa], limit: 6}]}
    endpoints:
      - {name: the tax, model: vanilla, against: base}
      - {model: "random, linear", against: vanilla}
      - {name: three, model: "random, linear", against: "norm-matched vanilla (random, linear)", k: 3}
      - {name: of its skill, model: "random, linear", against: vanilla line}
      - {name: consolidated, model: ewc, against: vanilla}
      - {name: without noise, model: "random, linear", against: vanilla, dose: clean}
    \(more)
    """
  }

  private func report(_ path: String) throws -> JSON { try JSON(file: folder["study"] + "/" + path) }

  @Test("Worlds are made, compared and put together; killed, it goes on; its figures are those of the single reports")
  func whole() throws {
    let store = folder["study"] + "/artefacts"
    let killed = try Command.run(
      ["study", "--config", "study.yaml"], in: folder,
      kill: Command.Kill(signal: 9) { ((try? FileSystem.names(in: store)) ?? []).count >= 4 })
    #expect(killed.signal == 9 || killed.status == 0)
    let made = try Command.run(["study", "--config", "study.yaml"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let study = try report("report.json")
    let labels = try #require(study["conditions"]?.array).map {
      "\($0["dose"]?.string ?? "")\($0["k"]?.integer ?? 0) \($0["label"]?.string ?? "")"
    }
    #expect(
      labels == [
        "0 base", "0 vanilla", "0 vanilla x0.5", "2 size-matched vanilla", "2 uniform soup", "0 ewc", "0 replay",
        "2 random, sub-models",
        "2 random, linear", "2 norm-matched vanilla (random, linear)", "2 random, ties",
        "2 norm-matched vanilla (random, ties)", "2 source, sub-models", "2 source, linear",
        "2 norm-matched vanilla (source, linear)", "2 source, ties", "2 norm-matched vanilla (source, ties)",
        "3 random, linear", "3 norm-matched vanilla (random, linear)", "clean0 vanilla", "clean2 random, linear",
        "clean2 norm-matched vanilla (random, linear)",
      ])
    #expect(study["conditions"]?.array?.allSatisfy { ($0["held_out_loss"]?["value"]?.number ?? -1) > 0 } == true)
    // Vanilla less base, by hand: in each world the mean over seeds.
    var differences: [Double] = []
    for world in [1, 2] {
      let models = try #require(try report("world-\(world)/k-2/report.json")["models"]?.array)
      func mean(_ name: String) throws -> Double {
        try #require(models.first { $0["name"]?.string == name }?["mean"]?.number)
      }
      differences.append((try mean("vanilla s5") + mean("vanilla s6")) / 2 - (try mean("base")))
    }
    let endpoints = try #require(study["endpoints"]?.array)
    #expect(
      endpoints.compactMap { $0["name"]?.string } == [
        "the tax", "random, linear against vanilla", "three", "of its skill", "consolidated", "without noise",
      ])
    let tax = try #require(endpoints.first)
    for (one, expected) in zip(try #require(tax["worlds"]?.array).compactMap(\.number), differences) {
      expectClose(one, expected, absolute: 1e-12)
    }
    expectClose(
      try #require(tax["difference"]?["value"]?.number), (differences[0] + differences[1]) / 2, absolute: 1e-12)
    #expect(endpoints[3]["worlds"]?.array?.count == 2 && endpoints[5]["worlds"]?.array?.count == 2)
    // The rows that a report shows are the table's, over worlds.
    try folder.write(
      "report.yaml",
      """
      rows: [{row: base}, {row: "K = 2: random, linear", name: DTM}]
      columns: [{task: openbookqa, title: OBQA}, {task: arc_easy, title: ARC-e}]
      against: base
      """)
    let table = try Command.run(
      ["report", "study", "--config", "report.yaml", "--json", "table.json", "--latex", "table.tex"], in: folder)
    #expect(table.status == 0 && table.output.hasPrefix("model"), "\(table.errors)")
    let told = try JSON(file: folder["table.json"])
    #expect(told["rows"]?.array?.compactMap { $0["name"]?.string } == ["base", "DTM"])
    let linear = try #require(study["conditions"]?.array?.first { $0["label"] == "random, linear" && $0["k"] == 2 })
    #expect(
      told["columns"]?.array?.first?["cells"]?.array?[1]["value"]?.number
        == linear["tasks"]?["openbookqa"]?["value"]?.number)
    #expect(linear["models"]?.array?.count == 4 && linear["tasks"]?["openbookqa"]?["worlds"]?.array?.count == 2)
    for model in linear["models"]?.array ?? [] {
      let adapter = try #require(model["adapters"]?.array?.first?.string)
      #expect(FileSystem.exists(folder["study/\(adapter)/adapter_config.json"]))
    }
    // A world's doses share its base: one for each world.
    #expect(try FileSystem.names(in: store).count { $0.hasPrefix("base-") } == 2)
    #expect(try FileSystem.names(in: store).count { $0.hasPrefix("world-") } == 4)
    #expect(made.output.contains("the tax: ") && made.output.contains("K = 3: random, linear"))

    // Nothing is made twice: the same table, but for the time that it took.
    let before = try FileSystem.names(in: folder["study"] + "/world-1/artefacts").sorted()
    let written = try ["report.json", "report.md"].map { try FileSystem.bytes(of: folder["study/" + $0]) }
    #expect(try study["seconds"] == nil && report("timing.json")["seconds"]?.number != nil)
    let again = try Command.run(["study", "--config", "study.yaml"], in: folder)
    #expect(again.status == 0)
    #expect(try FileSystem.names(in: folder["study"] + "/world-1/artefacts").sorted() == before)
    #expect(try ["report.json", "report.md"].map { try FileSystem.bytes(of: folder["study/" + $0]) } == written)
  }

  @Test("Two studies of one folder of artefacts make worlds, bases and models once, and have reports of their own")
  func shared() throws {
    let small = ["sweep=[]", "doses=[]", "seeds=[5]", "endpoints=[]", "dtm.dispersals=[random]", "artefacts=made"]
    func study(_ out: String, _ more: String...) throws {
      let arguments = ["study", "--config", "study.yaml"] + (small + ["out=\(out)"] + more).flatMap { ["--set", $0] }
      let made = try Command.run(arguments, in: folder)
      #expect(made.status == 0, "\(made.errors)")
    }
    func made(_ name: String) throws -> [String] { try FileSystem.names(in: folder["made/" + name]).sorted() }
    try study("one", "dtm.baselines=[]")
    let bases = try made("bases"), before = try made("world-1")
    #expect(bases.count { $0.hasPrefix("base-") } == 2 && !FileSystem.exists(folder["one/artefacts"]))
    try study("two", "dtm.baselines=[weight-decay, deita]")
    #expect(try made("bases") == bases)
    let new = try made("world-1").filter { !before.contains($0) }
    #expect(new.count { $0.hasPrefix("adapter-") } == 3 && new.allSatisfy { !$0.hasPrefix("merge-") }, "\(new)")
    for (out, rows) in [("one", 10), ("two", 13)] {
      let conditions = try #require(try JSON(file: folder[out] + "/report.json")["conditions"]?.array)
      #expect(conditions.count == rows)
      let adapter = try #require(conditions[1]["models"]?.array?.first?["adapters"]?.array?.first?.string)
      #expect(FileSystem.exists(folder[adapter + "/adapter_config.json"]), "\(adapter)")
    }
    let markdown = String(decoding: try FileSystem.bytes(of: folder["two/report.md"]), as: UTF8.self)
    #expect(markdown.contains("\n- deita, in world 1 with seed 5: ") && markdown.contains(" records by ifd"))
    // Rows of a study are points of a curve, paired by worlds.
    let tax = try Command.run(
      ["analyze", "tax", "0=two#base", "50=two#weight-decay", "100=two#vanilla", "--json", "tax.json"], in: folder)
    #expect(tax.status == 0, "\(tax.errors)")
    let curves = try #require(try JSON(file: folder["tax.json"])["groups"]?.array?.first?["curves"]?.array)
    #expect(curves.count == 2 && curves.allSatisfy { $0["points"]?.array?.count == 3 })
  }

  @Test(
    "Wrong configurations are refused before anything is made",
    arguments: [
      ("worlds=[1]", "two seeds at least"), ("sweep=[2]", "k 2 is in sweep, too"), ("dtm.k=3", "decided by the study"),
      ("base.tokenizer=x", "decided by the study"), ("world.peeple=50", "there is no key \"peeple\""),
      ("dtm.mergs=[linear]", "there is no key \"mergs\""), ("base.learning_rat=1", "there is no key \"learning_rat\""),
      ("seeds=[1, 1]", "different whole numbers"), ("endpoints=[{model: x}]", "maps with model, against"),
      ("doses=[{name: more, people: 50}]", #"there is no key "people""#),
      ("endpoints=[{model: x, against: y, dose: z}]", "no dose \"z\""),
      ("endpoints=[{model: vanila, against: base}]", "no row \"vanila\" to compare\n       did you mean vanilla?"),
      ("endpoints=[{model: \"random, linear\", against: vanila line}]", "did you mean vanilla line?"),
      ("endpoints=[{model: vanilla, against: base, k: 7}]", "k is 7"),
      ("endpoints=[{model: vanilla, against: base, k: 3, dose: clean}]", "a dose has no other"),
      ("endpoints=[{model: vanilla x0.5, against: vanilla line}]", "stands on the vanilla line itself"),
      (
        "endpoints=[{model: \"norm-matched vanilla (random, linear)\", against: vanilla line}]",
        "stands on the vanilla line itself"
      ),
      ("endpoints=[{model: base, against: base}]", "base against itself"),
      ("endpoints=[{model: \"source, ties\", against: base, k: 3}]", "no row \"source, ties\""),
      ("doses=[{name: a/b}]", "a name of letters"),
      ("dtm.dispersals=[source, random]", "the first dispersal is by source"),
      ("base.method=lora", "decided by the study"), ("dtm.held_out=x", "decided by the study"),
      ("dtm.pretraining.data=x", "decided by the study"), ("dtm.baselines=[l2, l2]", "two rows are called"),
      ("words=[1, 2]", "there is no key \"words\""),
    ])
  func refusals(setting: String, problem: String) throws {
    let refused = try Command.run(["study", "--config", "study.yaml", "--set", setting], in: folder)
    #expect(refused.status == 64 && refused.errors.contains(problem), "\(refused.errors)")
    #expect(!FileSystem.exists(folder["study"]))
  }
}
