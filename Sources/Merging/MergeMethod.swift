import Files

/// A way to make one tensor of several. It sees names, shapes and numbers, nothing of what they are for.
public struct MergeMethod: Sendable {
  public enum BaseUse: Sendable { case required, optional }

  /// What a method reads: the parents' weights, or their differences from the base. Without a base the differences are those
  /// from zero.
  public enum Operand: Sendable { case weights, taskVectors }

  /// What lies beside each parent, in a file of its own.
  public enum Statistics: String, Sendable {
    /// The diagonal of the Fisher information, a tensor for each weight and of its shape.
    case fisher
    /// Sums of x xᵀ over the inputs x of a linear map, (inputs, inputs).
    case gram
  }

  public let name: String
  public let help: String
  /// Paper and section, or the program that people know it from.
  public let source: String
  public let base: BaseUse
  public let operand: Operand
  /// How many parents there may be.
  public let parents: ClosedRange<Int>
  public let statistics: Statistics?
  public let parameters: [MergeParameter]
  /// Blocks consist of whole rows.
  let usesRows: Bool
  /// What must be known of the whole model first.
  let survey: @Sendable (ModelSurvey) throws(Diagnostic) -> ModelFacts
  /// Looks at one tensor, and gives what is to be done with each block of it.
  let plan: @Sendable (TensorMerge) throws(Diagnostic) -> (MergeBlock) -> Void

  init(
    _ name: String, _ help: String, source: String, base: BaseUse, operand: Operand,
    parents: ClosedRange<Int> = 1...1000,
    statistics: Statistics? = nil, usesRows: Bool = false, parameters: [MergeParameter],
    survey: @escaping @Sendable (ModelSurvey) throws(Diagnostic) -> ModelFacts = { _ in ModelFacts() },
    plan: @escaping @Sendable (TensorMerge) throws(Diagnostic) -> (MergeBlock) -> Void
  ) {
    self.name = name
    self.help = help
    self.source = source
    self.base = base
    self.operand = operand
    self.parents = parents
    self.statistics = statistics
    self.usesRows = usesRows
    self.parameters = parameters
    self.survey = survey
    self.plan = plan
  }

  public static let all: [MergeMethod] = [
    linear, taskArithmetic, ties, dareLinear, dareTies, dellaLinear, della, breadcrumbs, breadcrumbsTies, sce,
    modelStock, slerp, multiSlerp, fisher, regMean, passthrough,
  ]
}

/// What a method knows of the whole model when it comes to a tensor.
struct ModelFacts: Sendable {
  /// The least magnitude that stays, as bits, for each parent; empty where each tensor has its own.
  var thresholds: [UInt32] = []
  /// The sign of a sum that is zero.
  var zeroIsPositive = true
  /// Euclidean lengths of the parents' statistics.
  var statisticNorms: [Double] = []
}
