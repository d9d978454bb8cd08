public import Evaluation
import Files

extension Benchmark {
  /// Every protocol that Assay knows, in the order in which they are listed.
  public static let all: [Benchmark] = [
    .arcChallenge, .arcChallengeLeaderboard, .arcEasy, .openBookQA, .race3, .race2, .truthfulQAMC1,
    .truthfulQAMC2,
    .truthfulQAMC2Leaderboard, .mmluHarness, .mmluHendrycks, .mmluLeaderboard, .gsm8kHarness, .gsm8kOpenInstruct,
    .gsm8kLeaderboard, .gsm8kCoTHarness, .bbhHarness, .bbhOpenInstruct,
    .humanEvalHarness, .humanEvalBigCode, .humanEvalPlus, .mbppHarness, .mbppBigCode, .mbppSanitized, .mbppPlus,
  ]
}
