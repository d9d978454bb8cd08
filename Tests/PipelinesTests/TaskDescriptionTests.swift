import Benchmarks
import Evaluation
import Files
import Pipelines
import TestSupport
import Testing

@Suite struct TaskDescriptionTests {
  @Test("every protocol can be described on the fixtures, with its whole prompt and its hash")
  func all() throws {
    for benchmark in Benchmark.all {
      let found = try TaskDescription.all(named: benchmark.id, preset: "lm-eval", data: .fixtures)
      let description = try #require(found.first)
      #expect(found.count == 1 && description.benchmark.id == benchmark.id)
      let prompt = description.example.prompt()
      #expect(description.text.contains("\n\(prompt)\n"))
      let lines = description.text.split(separator: "\n").map { $0.split(separator: " ") }
      #expect(lines.contains { $0.joined(separator: " ") == "prompt sha256 \(SHA256.hexadecimal(of: prompt))" })
      #expect(description.json["prompt"]?.string == prompt)
      #expect(description.json["ids"] == nil)
    }
  }

  @Test("with a model the ids that it is fed are shown, BOS as the preset has it")
  func ids() throws {
    func ids(_ preset: String, _ choice: BOSChoice) throws -> (String, Int?) {
      var description = try #require(
        try TaskDescription.all(named: "arc_easy", preset: preset, data: .fixtures).first)
      try description.addIDs(of: ScriptedModel(), bos: choice)
      #expect(description.text.contains("token ids: "))
      return (description.bos, description.ids?.first)
    }
    #expect(try ids("lm-eval", .auto) == ("on", 1))
    #expect(try ids("paper", .auto).0 == "off")
    #expect(try ids("paper", .on) == ("on", 1))
  }

  @Test("a group is all of its protocols")
  func group() throws {
    let found = try TaskDescription.all(named: "arc", preset: "paper", data: .fixtures)
    #expect(found.map(\.benchmark.name) == ["arc_challenge", "arc_easy"])
  }

  @Test("the list names every protocol and preset")
  func list() {
    for benchmark in Benchmark.all { #expect(TaskList().text.contains("  \(benchmark.id) ")) }
    for preset in Preset.all { #expect(TaskList().text.contains("\npreset \(preset.name): ")) }
    #expect(TaskList().json["protocols"]?.array?.count == Benchmark.all.count)
  }
}
