public import Evaluation
public import Files

/// A named selection of protocols, as published numbers were made with.
public struct Preset: Sendable {
  public var name: String
  public var summary: String
  public var entries: [Entry]

  /// A protocol, and what `--bos auto` means for it here; nil leaves that to the protocol and then to the
  /// tokenizer.
  public struct Entry: Sendable {
    public var benchmark: Benchmark
    public var bos: BOSPolicy?

    public init(_ benchmark: Benchmark, bos: BOSPolicy? = nil) {
      self.benchmark = benchmark
      self.bos = bos ?? benchmark.bos
    }
  }

  /// What the DTM paper (arXiv 2405.13432) most likely ran: the harness of early 2024, which gave no BOS, and
  /// open-instruct's MMLU, which gave one.
  public static let paper = Preset(
    name: "paper", summary: "as the tables of the DTM paper (ACL 2024 Findings) were made",
    entries: [
      Entry(.arcChallenge, bos: .off), Entry(.arcEasy, bos: .off), Entry(.openBookQA, bos: .off),
      Entry(.race2, bos: .off), Entry(.truthfulQAMC1, bos: .off), Entry(.mmluHendrycks, bos: .on),
      Entry(.gsm8kOpenInstruct, bos: .on), Entry(.bbhOpenInstruct, bos: .on), Entry(.humanEvalBigCode, bos: .on),
      Entry(.mbppBigCode, bos: .on),
    ])

  /// lm-evaluation-harness as of 2026: BOS as the tokenizer's configuration has it.
  public static let lmEval = Preset(
    name: "lm-eval", summary: "as lm-evaluation-harness asks today",
    entries: [
      Entry(.arcChallenge), Entry(.arcEasy), Entry(.openBookQA), Entry(.race3), Entry(.truthfulQAMC1),
      Entry(.truthfulQAMC2), Entry(.mmluHarness), Entry(.gsm8kHarness), Entry(.bbhHarness),
      Entry(.humanEvalHarness), Entry(.mbppHarness),
    ])

  /// The part of the Open LLM Leaderboard of 2023 that is there: never a BOS.
  public static let leaderboardV1 = Preset(
    name: "leaderboard-v1", summary: "as the Open LLM Leaderboard of 2023 asked",
    entries: [
      Entry(.arcChallengeLeaderboard, bos: .off), Entry(.mmluLeaderboard, bos: .off),
      Entry(.truthfulQAMC2Leaderboard, bos: .off), Entry(.gsm8kLeaderboard, bos: .off),
    ])

  public static let all = [paper, lmEval, leaderboardV1]

  public static func named(_ name: String) throws(Diagnostic) -> Preset {
    guard let preset = all.first(where: { $0.name == name }) else {
      throw Diagnostic(
        "--preset", "there is no preset \"\(name)\"",
        expected: "one of \(all.map(\.name).joined(separator: ", "))", status: .wrongUsage)
    }
    return preset
  }
}
