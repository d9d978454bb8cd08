import Benchmarks
import Evaluation
import Files
import Testing

@Suite("Names and presets")
struct SuiteTests {
  @Test("Every protocol has a name of its own")
  func distinct() {
    #expect(Set(Benchmark.all.map(\.id)).count == Benchmark.all.count)
  }

  @Test("The official numbers of items are those of the files together", arguments: Benchmark.all)
  func counts(benchmark: Benchmark) {
    #expect(benchmark.files.reduce(0) { $0 + $1.itemCount } == benchmark.itemCount)
  }

  @Test("MMLU's categories have the sizes that each source gives them, and hold every subject once")
  func categories() {
    for (benchmark, sizes) in [
      (Benchmark.mmluHendrycks, [4705, 3077, 3018, 3242]), (.mmluHarness, [4705, 3077, 3153, 3107]),
      (.mmluLeaderboard, [4705, 3077, 3153, 3107]),
    ] {
      let counts = benchmark.categories.map { category in
        benchmark.files.filter { category.subtasks.contains($0.subtask ?? "") }.reduce(0) {
          $0 + $1.itemCount
        }
      }
      #expect(counts == sizes)
      #expect(benchmark.categories.map(\.name) == ["humanities", "social sciences", "STEM", "other"])
      #expect(benchmark.categories.flatMap(\.subtasks).sorted() == benchmark.files.compactMap(\.subtask))
    }
  }

  @Test("Presets hold what they promise")
  func presets() {
    func lines(_ preset: Preset) -> [String] {
      preset.entries.map { "\($0.benchmark.id) \($0.bos?.rawValue ?? "auto")" }
    }
    #expect(
      lines(.paper) == [
        "arc_challenge@lm-eval off", "arc_easy@lm-eval off", "openbookqa@lm-eval off", "race@2 off",
        "truthfulqa_mc1@lm-eval off", "mmlu@hendrycks on", "gsm8k@open-instruct on", "bbh@open-instruct on",
        "humaneval@bigcode on", "mbpp@bigcode on",
      ])
    let harness = [
      "arc_challenge@lm-eval auto", "arc_easy@lm-eval auto", "openbookqa@lm-eval auto", "race@3 auto",
      "truthfulqa_mc1@lm-eval auto", "truthfulqa_mc2@lm-eval auto", "mmlu@lm-eval auto",
      "gsm8k@lm-eval auto", "bbh@lm-eval auto", "humaneval@lm-eval auto", "mbpp@lm-eval auto",
    ]
    // A benchmark that is added to the list may be asked by the harness, too; of these none is left out, and each stands once.
    #expect(lines(.lmEval).filter(harness.contains) == harness)
    #expect(
      lines(.leaderboardV1) == [
        "arc_challenge@leaderboard-v1 off", "mmlu@leaderboard-v1 off", "truthfulqa_mc2@leaderboard-v1 off",
        "gsm8k@leaderboard-v1 off",
      ])
  }

  @Test(
    "Names mean protocols, the preset's protocol of a benchmark, or groups",
    arguments: [
      (Preset.paper, ["race"], ["race@2 off"]),
      (.lmEval, ["race"], ["race@3 auto"]),
      (.lmEval, ["race@2"], ["race@2 auto"]),
      (.paper, ["race@3", "race@2"], ["race@3 auto", "race@2 off"]),
      (.lmEval, ["mmlu@hendrycks"], ["mmlu@hendrycks on"]),
      (.paper, ["gsm8k", "mbpp"], ["gsm8k@open-instruct on", "mbpp@bigcode on"]),
      (.lmEval, ["humaneval", "humaneval@bigcode"], ["humaneval@lm-eval auto", "humaneval@bigcode on"]),
      (.paper, ["mbpp_sanitized", "gsm8k_cot"], ["mbpp_sanitized@austin auto", "gsm8k_cot@lm-eval auto"]),
      (.lmEval, ["mmlu@leaderboard-v1"], ["mmlu@leaderboard-v1 off"]),
      (.lmEval, ["truthfulqa"], ["truthfulqa_mc1@lm-eval auto", "truthfulqa_mc2@lm-eval auto"]),
      (.paper, ["truthfulqa"], ["truthfulqa_mc1@lm-eval off"]),
      (
        .lmEval, ["arc_easy", "arc", "arc_easy@lm-eval"],
        ["arc_easy@lm-eval auto", "arc_challenge@lm-eval auto"]
      ),
      (
        .leaderboardV1, [],
        [
          "arc_challenge@leaderboard-v1 off", "mmlu@leaderboard-v1 off", "truthfulqa_mc2@leaderboard-v1 off",
          "gsm8k@leaderboard-v1 off",
        ]
      ),
    ])
  func names(preset: Preset, names: [String], expected: [String]) throws {
    let entries = try preset.entries(named: names)
    #expect(entries.map { "\($0.benchmark.id) \($0.bos?.rawValue ?? "auto")" } == expected)
  }

  private static let known =
    (Benchmark.all.map(\.id) + ["arc", "truthfulqa"]
    + ["mmlu", "bbh"].map { "parts of \($0) ('assay tasks \($0)' lists them)" }).joined(separator: ", ")

  @Test(
    "A name that means nothing is wrong usage, with what may have been meant",
    arguments: [
      (
        "arc_chalenge", "there is no benchmark \"arc_chalenge\"",
        "did you mean arc_challenge? There are " + known
      ),
      (
        "rac", "there is no benchmark \"rac\"",
        "did you mean race@3 or race@2 or race or arc? There are " + known
      ),
      (
        "race@4", "there is no benchmark \"race@4\"",
        "did you mean race@3 or race@2 or race? There are " + known
      ),
      ("hellaswag", "there is no benchmark \"hellaswag\"", "There are " + known),
      ("", "there is no benchmark \"\"", "There are " + known),
      (
        "gsm9k", "there is no benchmark \"gsm9k\"", "did you mean gsm8k? There are " + known
      ),
      (
        "truthfulqa_mc2", "preset paper has no truthfulqa_mc2",
        "name the protocol in full: truthfulqa_mc2@lm-eval, truthfulqa_mc2@leaderboard-v1"
      ),
    ])
  func unknown(name: String, problem: String, expected: String) {
    #expect(throws: Diagnostic("--tasks", problem, expected: expected, status: .wrongUsage)) {
      try Preset.paper.entries(named: [name])
    }
  }

  @Test("An unknown preset is wrong usage")
  func unknownPreset() throws {
    #expect(try Preset.named("leaderboard-v1").entries.count == 4)
    let wanted = Diagnostic(
      "--preset", "there is no preset \"best\"", expected: "one of paper, lm-eval, leaderboard-v1",
      status: .wrongUsage)
    #expect(throws: wanted) { try Preset.named("best") }
  }
}
