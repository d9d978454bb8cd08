import Checkpoints
import Files
import TestSupport
import Testing

/// `assay search`, as its users run it.
@Suite struct SearchTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    #expect(try Command.run(["import", "random", "base"], in: folder).status == 0)
    let shape = try Checkpoint(directory: folder["base"]).configuration
    for (seed, name) in ["one", "two", "three"].enumerated() {
      _ = try RandomAdapter.write(
        name, [.gate, .up, .down], rank: 2, for: shape, in: folder, seed: UInt64(seed + 1), size: 0.3)
    }
  }

  private static let arguments = [
    "search", "one", "two", "three", "--base", "base", "--tasks", "arc_easy,mmlu", "--set", "evaluations=21",
    "--set", "limit=4",
  ]

  private func search(_ out: String, _ more: [String] = [], kill: Command.Kill? = nil) throws -> Command {
    try Command.run(Self.arguments + ["--out", out] + more, in: folder, kill: kill)
  }

  @Test("The best of the candidates is merged, is told beside the average, and is what assay score says of it")
  func whole() throws {
    let found = try search("search")
    #expect(found.status == 0, "\(found.errors)")
    #expect(found.output.contains("average") && found.output.contains("search/merged is the adapter"))
    let report = try JSON(file: folder["search"] + "/search.json")
    // The average, three generations of 4 + 3 ln 2 = 6, and some of a fourth.
    #expect(report["candidates"] == 21)
    // Half of 4, and of the 4 of each of MMLU's subjects.
    func items(_ part: String) -> [String] {
      ["arc_easy", "mmlu"].flatMap { task in
        (report[part]?[task]?.array ?? []).compactMap(\.string).map { "\(task) \($0)" }
      }
    }
    #expect(items("selection_items").count == 10 && items("test_items").count == 10)
    #expect(Set(items("selection_items")).isDisjoint(with: items("test_items")))
    let models = try #require(report["models"]?.array)
    let names = models.compactMap { $0["name"]?.string }
    #expect(names == ["base", "one alone", "two alone", "three alone", "average", "best"])
    let text = String(decoding: try FileSystem.bytes(of: folder["search"] + "/search.jsonl"), as: UTF8.self)
    let candidates = try text.split(separator: "\n").dropFirst().map { try JSON(parsing: String($0)) }
    #expect(candidates.count == 21)
    let values = candidates.compactMap { $0["value"]?.number }
    let best = try #require(values.max())
    #expect(models[5]["selection"]?.number == best && models[4]["selection"]?.number == values[0])
    let first = try #require(candidates[0]["shares"]?.array).compactMap(\.number)
    #expect(first == [Double](repeating: 1 / 3.0, count: 3))
    // Each adapter alone is a candidate like any other, so the best one is worth no less.
    for index in 0..<3 {
      let alone = try #require(candidates[index + 1]["shares"]?.array).compactMap(\.number)
      #expect(alone == (0..<3).map { $0 == index ? 1 : 0 })
      #expect(models[index + 1]["selection"]?.number == values[index + 1] && values[index + 1] <= best)
    }

    // The written adapter answers what the search says of the best candidate, item by item.
    let scored = try Command.run(
      [
        "score", "--model", "base", "--adapter", "search/merged", "--tasks", "arc_easy,mmlu", "--limit", "4", "--out",
        "run",
      ],
      in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
    let results = try JSON(file: folder["run"] + "/results.json")
    let tasks = try #require(models[5]["test_metrics"]?.array)
    let chosen = try #require(candidates.first { $0["value"]?.number == best }?["tasks"]?.array)
    #expect(tasks.contains { $0["value"]?.number != 0 })
    for (task, part) in zip(tasks, chosen) {
      let name = try #require(task["task"]?.string)
      let all = try #require(results["results"]?[name]?["acc,none"]?.number)
      // As many items were chosen by as are tested.
      let halves = try #require(task["value"]?.number) + #require(part["metric"]?.number)
      expectClose(halves / 2, all, absolute: 1e-9)
    }
  }

  @Test("A search that is killed goes on, and finds the same to the byte with any threads")
  func resumes() throws {
    #expect(try search("whole", ["--threads", "1"]).status == 0)
    let log = folder["killed"] + "/search.jsonl"
    for lines in [3, 9] {
      let killed = try search(
        "killed", ["--threads", "2"],
        kill: Command.Kill(signal: 9) {
          ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == UInt8(ascii: "\n") } >= lines
        })
      #expect(killed.signal == 9 || killed.status == 0)
    }
    // Torn in the middle of a line.
    let kept = try FileSystem.bytes(of: log)
    try FileSystem.write(Array(kept.dropLast(7)), to: log)
    let made = try search("killed", ["--threads", "3"])
    #expect(made.status == 0, "\(made.errors)")
    for file in ["search.jsonl", "search.json", "merged/adapter_model.safetensors"] {
      #expect(
        try FileSystem.bytes(of: folder["killed"] + "/" + file) == FileSystem.bytes(of: folder["whole"] + "/" + file),
        "\(file)")
    }
    let other = try search("killed", ["--set", "seed=3"])
    #expect(
      other.status == 1 && other.errors.contains("holds another search: seed was ")
        && other.errors.contains(", is 3\n"), "\(other.errors)")
    #expect(try search("killed", ["--set", "seed=3", "--fresh"]).status == 0)
  }

  @Test("Where no mixture beats an adapter alone, that is said and it is written, by either method")
  func alone() throws {
    let shape = try Checkpoint(directory: folder["base"]).configuration
    for (seed, name) in ["two", "three"].enumerated() {
      try FileSystem.removeDirectory(folder[name])
      // So large that a share of it does harm.
      _ = try RandomAdapter.write(
        name, [.gate, .up, .down], rank: 2, for: shape, in: folder, seed: UInt64(seed + 8), size: 40)
    }
    let own = try AdapterCheckpoint(directory: folder["one"])
    for (out, more) in [
      ("evolved", ["--set", "objective=gold"]), ("grid", ["--method", "grid", "--set", "levels=2"]),
      ("free", ["--set", "lambda=free", "--set", "evaluations=24"]),
    ] {
      let found = try search(out, more)
      #expect(found.status == 0, "\(found.errors)")
      let report = try JSON(file: folder[out] + "/search.json"), models = try #require(report["models"]?.array)
      let best = try #require(models.last?["selection"]?.number)
      for row in models.dropFirst() { #expect(try #require(row["selection"]?.number) <= best, "\(row.text())") }
      guard out != "free" else { continue }
      #expect(report["best_is"] == "one alone")
      #expect(
        found.output.contains(
          "nothing that was looked at beats one alone on the items that were chosen by: merged is one alone"))
      let merged = try AdapterCheckpoint(directory: folder[out] + "/merged")
      let names = ["model.layers.0.mlp.up_proj", "model.layers.1.mlp.down_proj"]
      for name in names {
        let parts = [merged, own].map { $0.factors.first { $0.projection.moduleName(layer: $0.layer) == name } }
        #expect(parts[0]?.b.bytes.elementsEqual(try #require(parts[1]?.b.bytes)) == true)
        #expect(parts[0]?.a.bytes.elementsEqual(try #require(parts[1]?.a.bytes)) == true)
      }
    }
  }

  @Test("A grid, with lambda")
  func grid() throws {
    let found = try search("grid", ["--method", "grid", "--set", "lambda=free", "--set", "levels=1", "--json"])
    #expect(found.status == 0, "\(found.errors)")
    let report = try JSON(parsing: found.output)
    // The average, and three corners times four lambdas.
    #expect(report["candidates"] == 13)
    let names = try #require(report["models"]?.array).compactMap { $0["name"]?.string }
    #expect(names.suffix(3) == ["average", "average, as long", "best"] && report["reference"] == "average, as long")
    let large = try search("large", ["--method", "grid", "--set", "levels=9"])
    #expect(large.status == 64 && large.errors.contains("more points than evaluations: 21"))
  }

  @Test("What cannot be searched for is said before anything is done")
  func refusals() throws {
    func refusal(_ arguments: [String]) throws -> String {
      let result = try Command.run(["search"] + arguments, in: folder)
      #expect(result.status == 64 || result.status == 1)
      #expect(!FileSystem.exists(folder["out"]))
      return result.errors
    }
    let models = ["one", "two", "--base", "base", "--out", "out"]
    #expect(try refusal(models).contains("no tasks"))
    #expect(try refusal(models + ["--tasks", "gsm8k"]).contains("generates text"))
    #expect(try refusal(models + ["--tasks", "arc_esy"]).contains("arc_easy"))
    #expect(try refusal(models + ["--tasks", "arc_easy", "--set", "limit=1"]).contains("too few items"))
    #expect(
      try refusal(["one"] + models.dropFirst(2) + ["--tasks", "arc_easy"]).contains("two at least, or lambda: free"))
    #expect(
      try refusal(["one", "base"] + models.dropFirst(2) + ["--tasks", "arc_easy"]).contains("adapter_config.json"))
    let few = try refusal(models + ["--tasks", "arc_easy", "--set", "evaluations=4"])
    #expect(few.contains("no more than the average and a generation of 4"))
    try FileSystem.makeDirectory(folder["own/merged"])
    let foreign = try Command.run(
      ["search", "one", "two", "--base", "base", "--out", "own", "--tasks", "arc_easy"], in: folder)
    #expect(foreign.status == 1 && foreign.errors.contains("own/merged: is there, and no search"))
    #expect(try refusal(models + ["--tasks", "arc_easy", "--set", "slection=0.1"]).contains("did you mean selection?"))
  }
}
