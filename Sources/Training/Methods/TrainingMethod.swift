import Configuration
public import Files

/// What is done beside plain fine-tuning on the corpus. An open set of values, a file each; nobody else knows a method's name.
///
/// A method is a name, keys that begin with it (`l2.lambda`), and a function that gives a `TrainingAddition` once what is trained is
/// there. An addition may hold a penalty, whose gradient is added to that of the loss in each update (`TrainingPenalty`), a second
/// stream of samples (`ReplayStream`), and more weight decay. All of them are functions of the recipe, the parameters and the number of
/// updates, so that a run that was interrupted goes on with the same bits; what an addition reads is part of the run's identity.
/// A method that trains other parameters says so where these are made, in the job's own `TrainingSubject`.
public struct TrainingMethod: Sendable {
  public let name: String
  public let help: String
  /// Paper and section.
  public let source: String
  /// Each begins with the method's name and a dot; written only where the method is the run's.
  let keys: [ConfigurationKey<TrainingConfiguration>]
  /// What it must know of the text that the base was trained on; nil: nothing.
  public let knowledge: BaseKnowledge?
  /// What it reads besides model and corpus, for whoever must not write over it.
  public let files: @Sendable (TrainingConfiguration) -> [String]
  /// Looks for what no single key shows.
  let check: @Sendable (TrainingConfiguration) throws(Diagnostic) -> Void
  private let open: @Sendable (MethodSubject) throws(Diagnostic) -> TrainingAddition

  init(
    _ name: String, _ help: String, source: String, keys: [ConfigurationKey<TrainingConfiguration>] = [],
    knowledge: BaseKnowledge? = nil,
    files: @escaping @Sendable (TrainingConfiguration) -> [String] = { _ in [] },
    check: @escaping @Sendable (TrainingConfiguration) throws(Diagnostic) -> Void = { _ in },
    open: @escaping @Sendable (MethodSubject) throws(Diagnostic) -> TrainingAddition
  ) {
    self.name = name
    self.help = help
    self.source = source
    self.keys = keys.map { key in key.absent { $0.baseline.name != name } }
    self.knowledge = knowledge
    self.files = files
    self.check = check
    self.open = open
  }

  /// Fine-tuning and nothing else.
  public static let vanilla = TrainingMethod(
    "vanilla", "plain fine-tuning", source: "Hu and others, arXiv:2106.09685"
  ) { _ in .none }

  /// All of them, in the order in which they are shown.
  public static let all: [TrainingMethod] = [vanilla, l2, ewc, replay]

  /// What this method adds to a run.
  public func addition(to subject: MethodSubject) throws(Diagnostic) -> TrainingAddition { try open(subject) }

  /// The key that chooses one, and the keys of each.
  static let keys: [ConfigurationKey<TrainingConfiguration>] =
    [
      ConfigurationKey(
        "baseline",
        "what is done beside plain fine-tuning: " + all.map { "\($0.name): \($0.help)" }.joined(separator: "; "),
        \.baseline, ValueType<TrainingMethod>.method
      ).absent(meaning: .string(vanilla.name)) { $0.baseline.name == vanilla.name }
    ] + all.flatMap(\.keys)

  /// What the keys of all methods begin with, for jobs that train without any.
  public static let sections = ["baseline"] + all.filter { !$0.keys.isEmpty }.map(\.name)
}

extension ValueType where Value == TrainingMethod {
  /// A method by its name.
  fileprivate static var method: ValueType {
    let names = TrainingMethod.all.map(\.name)
    return ValueType(.choice(names), show: { .string($0.name) }) { (s) throws(Diagnostic) in
      let name = try s.choice(of: names)
      guard let method = TrainingMethod.all.first(where: { $0.name == name }) else {
        throw s.wrong(names.joined(separator: ", "))
      }
      return method
    }
  }
}

extension TrainingConfiguration {
  /// Throws for keys of a method that is not the run's, and for what its own method refuses.
  func checkBaseline() throws(Diagnostic) {
    for other in TrainingMethod.all where other.name != baseline.name {
      for key in other.keys where written.names(key.name) {
        throw Diagnostic(
          written[key.name], "\(key.name) is of baseline: \(other.name), and this run's baseline is \(baseline.name)",
          expected: "baseline: \(other.name), or no \(key.name)", status: .wrongUsage)
      }
    }
    try baseline.check(self)
  }
}
