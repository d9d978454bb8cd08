public import Files

/// Whose definitions hold where a paper and the program that people use differ.
public enum MergeDefinitions: String, Sendable, CaseIterable {
  case paper, mergekit
}

/// A number or word that a merge method listens to, for those who read it from files and show it to people. A method itself reads
/// its value by the key that it got for declaring it (`ParameterList`).
public struct MergeParameter: Sendable {
  public enum Kind: Sendable {
    case number(ClosedRange<Double>)
    case flag
    case choice([String])
  }

  public let name: String
  public let help: String
  /// Whether each parent may have its own.
  public let isPerParent: Bool
  /// Whether it says how much a parent counts. Of these there is no default for a parent that stands beside others that have one.
  public let isWeight: Bool
  public let kind: Kind
  private let paper: JSON
  private let mergekit: JSON
  /// What true stands for, where that may be written for a word; false stands for the first word then.
  private let truth: [MergeDefinitions: String]

  /// - Parameter mergekit: mergekit's default where it differs from the paper's.
  init(
    _ name: String, _ help: String, perParent: Bool = false, isWeight: Bool = false, _ kind: Kind, paper: JSON,
    mergekit: JSON? = nil, truth: [MergeDefinitions: String] = [:]
  ) {
    self.name = name
    self.help = help
    isPerParent = perParent
    self.isWeight = isWeight
    self.kind = kind
    self.paper = paper
    self.mergekit = mergekit ?? paper
    self.truth = truth
  }

  public func standard(_ definitions: MergeDefinitions) -> JSON { definitions == .paper ? paper : mergekit }

  /// The value as it is meant; nil when it is none.
  public func value(_ value: JSON, _ definitions: MergeDefinitions) -> JSON? {
    switch kind {
    case .number(let range):
      // Quoted, or `1e-1`, which YAML reads as a text.
      guard let number = value.number ?? value.string.flatMap(Double.init), range.contains(number),
        value.string?.contains(where: { "xXnN".contains($0) }) != true
      else { return nil }
      return .number(number)
    case .flag: return value.bool.map { .bool($0) }
    case .choice(let names):
      if let flag = value.bool, let word = truth[definitions] { return .string(flag ? word : names[0]) }
      return value.string.flatMap { names.contains($0) ? .string($0) : nil }
    }
  }

  /// A value that is meant, as a number: of a word its place.
  func stored(_ value: JSON) -> Double? {
    switch kind {
    case .number(let range): value.number.flatMap { range.contains($0) ? $0 : nil }
    case .flag: value.bool.map { $0 ? 1 : 0 }
    case .choice(let names): value.string.flatMap { names.firstIndex(of: $0) }.map { Double($0) }
    }
  }

  /// As people write it: 1, not 1.0.
  private static func text(_ bound: Double) -> String { Int(exactly: bound).map { "\($0)" } ?? "\(bound)" }

  /// What values there are, for people.
  public var values: String {
    switch kind {
    case .number(let range) where range.upperBound.isFinite:
      "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    case .number(let range) where range.lowerBound.isFinite: "a number from \(Self.text(range.lowerBound)) on"
    case .number: "a number"
    case .flag: "true or false"
    case .choice(let names): names.joined(separator: ", ")
    }
  }
}
