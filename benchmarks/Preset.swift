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
  public static let paper = Preset(Name.paper, "as the tables of the DTM paper (ACL 2024 Findings) were made")

  /// lm-evaluation-harness as of 2026: BOS as the tokenizer's configuration has it.
  public static let lmEval = Preset(Name.lmEval, "as lm-evaluation-harness asks today")

  /// The part of the Open LLM Leaderboard of 2023 that is there: never a BOS.
  public static let leaderboardV1 = Preset(Name.leaderboardV1, "as the Open LLM Leaderboard of 2023 asked")

  /// By which a preset and the benchmarks that belong to it find each other.
  fileprivate enum Name {
    static let paper = "paper", lmEval = "lm-eval", leaderboardV1 = "leaderboard-v1"
  }

  /// The benchmarks that say they belong to it.
  private init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
    var found: [(place: Int, entry: Entry)] = []
    for (index, benchmark) in Benchmark.all.enumerated() {
      guard let membership = benchmark.memberships.first(where: { $0.preset == name }) else { continue }
      found.append((membership.place ?? index, Entry(benchmark, bos: membership.bos)))
    }
    entries = found.sorted { $0.place < $1.place }.map(\.entry)
  }

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

extension Benchmark.Membership {
  static func paper(bos: BOSPolicy) -> Self { Self(preset: Preset.Name.paper, bos: bos) }
  static let lmEval = Self(preset: Preset.Name.lmEval)
  /// - Parameter column: of the leaderboard's table, counted from 1.
  static func leaderboardV1(column: Int) -> Self { Self(preset: Preset.Name.leaderboardV1, bos: .off, place: column) }
}
