public import Files

/// Whose definitions hold where a paper and the program that people use differ.
public enum MergeDefinitions: String, Sendable, CaseIterable {
  case paper, mergekit
}

/// A number or word that a merge method listens to.
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
  public let kind: Kind
  private let paper: JSON
  private let mergekit: JSON

  /// - Parameter mergekit: mergekit's default where it differs from the paper's.
  init(
    _ name: String, _ help: String, perParent: Bool = false, _ kind: Kind, paper: JSON, mergekit: JSON? = nil
  ) {
    self.name = name
    self.help = help
    isPerParent = perParent
    self.kind = kind
    self.paper = paper
    self.mergekit = mergekit ?? paper
  }

  public func standard(_ definitions: MergeDefinitions) -> JSON { definitions == .paper ? paper : mergekit }

  /// The value as the method reads it; nil when it is none. A choice that begins with `none` takes false for that, and true
  /// for what the definitions have (mergekit's `rescale`).
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
      if let flag = value.bool, names.first == "none" {
        return .string(flag ? (definitions == .paper ? "exact" : "l1") : "none")
      }
      return value.string.flatMap { names.contains($0) ? .string($0) : nil }
    }
  }

  /// What values there are, for people.
  public var values: String {
    switch kind {
    case .number(let range) where range.upperBound.isFinite: "a number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range) where range.lowerBound.isFinite: "a number from \(range.lowerBound) on"
    case .number: "a number"
    case .flag: "true or false"
    case .choice(let names): names.joined(separator: ", ")
    }
  }
}

/// The values that hold for one tensor.
public struct TensorParameters: Sendable {
  private let shared: [String: JSON]
  private let parents: [[String: JSON]]

  /// Values must have gone through `MergeParameter.value`, and be complete.
  public init(shared: [String: JSON], parents: [[String: JSON]]) {
    self.shared = shared
    self.parents = parents
  }

  func number(_ name: String) -> Double { shared[name]?.number ?? 0 }
  func flag(_ name: String) -> Bool { shared[name]?.bool ?? false }
  func choice(_ name: String) -> String { shared[name]?.string ?? "" }
  func number(_ name: String, parent: Int) -> Double { parents[parent][name]?.number ?? 0 }
  func numbers(_ name: String) -> [Double] { parents.map { $0[name]?.number ?? 0 } }

  /// The parents' weights, divided by their sum where `normalize` asks for it.
  public func averagingWeights(for tensor: String) throws(Diagnostic) -> [Double] {
    let weights = numbers("weight")
    return flag("normalize") ? try Self.normalized(weights, for: tensor) : weights
  }

  static func normalized(_ weights: [Double], for tensor: String) throws(Diagnostic) -> [Double] {
    let sum = weights.reduce(0, +)
    guard sum.magnitude > 1e-12 else {
      throw Diagnostic(tensor, "the weights of the parents sum up to 0", expected: "another sum, or normalize: false")
    }
    return weights.map { $0 / sum }
  }
}
