/// How the text of a task was generated, and how its completions ended.
public struct GenerationTally: Sendable, Equatable {
  /// What the run wanted of generation.
  public var options: GenerationOptions
  public var completions: Int
  /// New tokens of all completions.
  public var tokens: Int
  /// Completions by what ended them, in the order of `Completion.Ending.allCases`.
  public var endings: [Count]
  /// Completions in which an extraction found no answer, by the extraction's name; empty for programs.
  public var unextracted: [Count]

  public struct Count: Sendable, Equatable {
    public var name: String
    public var count: Int

    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  public init(options: GenerationOptions, completions: Int, tokens: Int, endings: [Count], unextracted: [Count]) {
    self.options = options
    self.completions = completions
    self.tokens = tokens
    self.endings = endings
    self.unextracted = unextracted
  }

  /// nil for a task that generates nothing.
  init?(_ task: RunTask, outcomes: [ItemOutcome]) {
    guard task.benchmark.asking.generation != nil else { return nil }
    options = task.generation
    let all = outcomes.flatMap(\.completions)
    completions = all.count
    tokens = all.reduce(0) { $0 + $1.tokens }
    endings = Completion.Ending.allCases.map { ending in
      Count(name: ending.rawValue, count: all.count { $0.ending == ending })
    }
    unextracted = []
    if case .answer(let rule) = task.benchmark.asking {
      unextracted = rule.extractions.map { extraction in
        Count(name: extraction.name, count: all.count { extraction.extract($0.text) == nil })
      }
    }
  }
}
