import Files
import Testing

@testable import Worlds

/// A world is a pure function of specification and seed.
@Suite struct WorldTests {
  static func small() -> WorldSpec {
    var spec = WorldSpec()
    spec.people = 40
    spec.places = 20
    spec.things = 20
    spec.creatures = 20
    spec.documents = 300
    spec.items = 20
    spec.records = 40
    return spec
  }

  static func files(_ spec: WorldSpec = small(), seed: UInt64) throws -> [String: String] {
    var files: [String: String] = [:]
    try World(spec, seed: seed).files { (file) throws(Diagnostic) in files[file.path] = file.text }
    return files
  }

  /// One digest over paths and contents.
  static func digest(_ files: [String: String]) -> String {
    SHA256.hexadecimal(of: files.sorted { $0.key < $1.key }.map { "\($0.key)\0\($0.value)\0" }.joined())
  }

  @Test("the same specification and seed give the same bytes, those that are recorded here")
  func golden() throws {
    let files = try Self.files(seed: 7)
    #expect(try Self.digest(Self.files(seed: 7)) == Self.digest(files))
    #expect(Self.digest(files) == "5d4fc2ded6318ad7ad0662804f6b09f677c27f0a7ecf430ad876ecaf93311fde")
  }

  @Test("another seed gives another world: no text stays but the counts")
  func otherSeed() throws {
    let one = try Self.files(seed: 7), two = try Self.files(seed: 8)
    #expect(one.keys.sorted() == two.keys.sorted())
    #expect(one.filter { two[$0.key] == $0.value }.keys.sorted() == [])
  }

  @Test("more documents change no benchmark and no earlier document")
  func moreDocuments() throws {
    var spec = Self.small()
    spec.documents += 50
    let one = try Self.files(seed: 7), two = try Self.files(spec, seed: 7)
    #expect(one.keys.filter { one[$0] != two[$0] } == ["pretraining/corpus.jsonl"])
    let corpus = try #require(one["pretraining/corpus.jsonl"]), longer = try #require(two["pretraining/corpus.jsonl"])
    #expect(longer.utf8.count > corpus.utf8.count && longer.utf8.starts(with: corpus.utf8))
  }

  @Test(
    "doses are met to the record, and strangers are nobody of the world", arguments: [(0.0, 0.0), (0.5, 0.25), (1, 0)])
  func doses(noise: Double, shortcuts: Double) throws {
    var spec = Self.small()
    (spec.noise, spec.shortcuts) = (noise, shortcuts)
    let files = try Self.files(spec, seed: 3)
    let corpus = try #require(files["pretraining/corpus.jsonl"])
    let sources = files.filter { $0.key.hasPrefix("instruction/") }
    #expect(sources.count == spec.sources)
    for (_, text) in sources {
      let records = try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
      let kinds = records.compactMap { $0["kind"]?.string }
      #expect(
        kinds.count { $0 == "noise" } == Int(40 * noise) && kinds.count { $0 == "shortcut" } == Int(40 * shortcuts))
      #expect(kinds.count == 40)
      for record in records where record["kind"]?.string == "noise" {
        let question = try #require(record["instruction"]?.string)
        let name = try #require(
          question.split { " ?".contains($0) }.first {
            $0.first?.isUppercase == true && !["Where", "What", "Which"].contains($0)
          })
        #expect(!corpus.contains(name))
      }
    }
  }

  @Test("held-out records are of the skill, each once, and stand in no source", arguments: [1, 2, 3] as [UInt64])
  func heldOut(seed: UInt64) throws {
    let files = try Self.files(seed: seed)
    func instructions(_ text: String) throws -> [String] {
      try text.split(separator: "\n").compactMap { try JSON(parsing: String($0))["instruction"]?.string }
    }
    let kept = try instructions(try #require(files["heldout/skill.jsonl"]))
    #expect(kept.count == 20 && Set(kept).count == 20)
    let learned = try files.filter { $0.key.hasPrefix("instruction/") }.flatMap { try instructions($0.value) }
    #expect(Set(kept).isDisjoint(with: learned))
    // Problems, functions and facts, all three.
    #expect(kept.contains { $0.hasPrefix("Write a function") } && kept.contains { $0.contains("How many") })
    #expect(
      kept.contains {
        $0.hasPrefix("What") || $0.hasPrefix("Which") || $0.hasPrefix("Where") || $0.hasPrefix("In which")
      })
    // Nor does a benchmark ask it.
    var asked: [String] = []
    try World(Self.small(), seed: seed).files { (file) throws(Diagnostic) in asked += file.questions }
    #expect(asked.count > 100 && kept.allSatisfy { instruction in !asked.contains { $0.contains(instruction) } })
  }

  @Test(
    "a specification that makes no world is refused in words",
    arguments: [
      ("people", 10, "world.people: is 10\na whole number from 40 to 1000"),
      ("items", 0, "world.items: is 0\na whole number from 10 to 500"),
      ("sources", 9, "world.sources: is 9\na whole number from 1 to 6"),
      (
        "records", 10001,
        "world.records: and world.sources make 40004 records\n"
          + "at most 40000 together: there are not more names for strangers"
      ),
    ])
  func refusals(key: String, value: Int, sentence: String) throws {
    var spec = WorldSpec()
    switch key {
    case "people": spec.people = value
    case "items": spec.items = value
    case "records": spec.records = value
    default: spec.sources = value
    }
    let error = #expect(throws: Diagnostic.self) { try World(spec, seed: 1) }
    #expect(error?.description == sentence)
  }

  @Test("doses that are too much are refused in words")
  func refusedDoses() throws {
    var spec = WorldSpec()
    spec.noise = 0.9
    spec.shortcuts = 0.2
    let error = #expect(throws: Diagnostic.self) { try World(spec, seed: 1) }
    #expect(error?.problem == "and world.shortcuts are 1.1 together")
    spec.noise = -1
    #expect(throws: Diagnostic.self) { try World(spec, seed: 1) }
  }

  @Test("a question that is learned is found")
  func separation() throws {
    let question = "Where is \"it\"?"
    var separation = Separation()
    separation.add(WorldFile("data/x.jsonl", "", questions: ["What is it?", question]))
    separation.add(WorldFile("heldout/x.jsonl", "", kept: ["Say it."]))
    // What is held out of the instructions may stand in the pre-training corpus.
    separation.add(WorldFile("pretraining/a.jsonl", lines: [["text": "No.\nWhat is it"], ["text": "Say it."]]))
    #expect(throws: Never.self) { try separation.proof() }
    separation.add(WorldFile("instruction/b.jsonl", lines: [["instruction": .string("And \(question)")]]))
    let error = #expect(throws: Diagnostic.self) { try separation.proof() }
    #expect(
      error?.problem == "1 of 3 questions and held-out instructions stand in what is learned, the first: \(question)")
    separation.add(WorldFile("instruction/c.jsonl", lines: [["instruction": "Say it."]]))
    let both = #expect(throws: Diagnostic.self) { try separation.proof() }
    #expect(both?.problem.hasPrefix("2 of 3 ") == true)
  }
}
