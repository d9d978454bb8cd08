import Files

/// What a parameter's value is to its method.
protocol ParameterValue: Sendable {
  /// - Parameter stored: as `MergeParameter.stored` has it.
  init(stored: Double)
}

extension Double: ParameterValue {
  init(stored: Double) { self = stored }
}

extension Bool: ParameterValue {
  init(stored: Double) { self = stored != 0 }
}

/// One of some words.
protocol ParameterChoice: ParameterValue, CaseIterable, RawRepresentable where RawValue == String, AllCases == [Self] {}

extension ParameterChoice {
  init(stored: Double) {
    let all = Self.allCases
    self = all[min(max(0, Int(saturating: stored)), all.count - 1)]
  }
}

/// A parameter of the whole merge, by which its method reads the value.
struct SharedKey<Value: ParameterValue>: Sendable {
  fileprivate(set) var place: Int
}

/// A parameter of which each parent may have a value of its own.
struct ParentKey<Value: ParameterValue>: Sendable {
  fileprivate(set) var place: Int
}

/// Where a method declares its parameters. For each it gets a key, and there is no other way to a key: what was not declared
/// cannot be read, and what is declared is read from files, checked, and shown to people under this name.
struct ParameterList {
  private(set) var all: [MergeParameter] = []

  /// As people write it: 1, not 1.0.
  private static func number(_ value: Double) -> JSON { Int(exactly: value).map { .integer($0) } ?? .number(value) }

  private mutating func add(_ parameter: MergeParameter) -> Int {
    precondition(!all.contains { $0.name == parameter.name }, "one parameter of a name")
    all.append(parameter)
    return all.count - 1
  }

  /// - Parameter mergekit: mergekit's default where it differs from the paper's.
  mutating func number(
    _ name: String, _ help: String, _ range: ClosedRange<Double>, paper: Double, mergekit: Double? = nil
  ) -> SharedKey<Double> {
    SharedKey(
      place: add(
        MergeParameter(name, help, .number(range), paper: Self.number(paper), mergekit: mergekit.map(Self.number))))
  }

  /// One for each parent.
  mutating func numbers(
    _ name: String, _ help: String, _ range: ClosedRange<Double>, paper: Double, mergekit: Double? = nil,
    isWeight: Bool = false
  ) -> ParentKey<Double> {
    ParentKey(
      place: add(
        MergeParameter(
          name, help, perParent: true, isWeight: isWeight, .number(range), paper: Self.number(paper),
          mergekit: mergekit.map(Self.number))))
  }

  mutating func flag(_ name: String, _ help: String, paper: Bool, mergekit: Bool? = nil) -> SharedKey<Bool> {
    SharedKey(
      place: add(MergeParameter(name, help, .flag, paper: .bool(paper), mergekit: mergekit.map { .bool($0) })))
  }

  /// - Parameter truth: what true stands for in a file; false is the first word then.
  mutating func choice<Choice: ParameterChoice>(
    _ name: String, _ help: String, paper: Choice, mergekit: Choice? = nil, truth: [MergeDefinitions: Choice] = [:]
  ) -> SharedKey<Choice> {
    SharedKey(
      place: add(
        MergeParameter(
          name, help, .choice(Choice.allCases.map(\.rawValue)), paper: .string(paper.rawValue),
          mergekit: mergekit.map { .string($0.rawValue) }, truth: truth.mapValues(\.rawValue))))
  }

  /// How much a parent counts.
  mutating func weight() -> ParentKey<Double> {
    numbers("weight", "weight of a parent", -100...100, paper: 1, isWeight: true)
  }
}
