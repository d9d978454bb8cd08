public import Files

/// A way to make one tensor of several. It sees names, shapes and numbers, nothing of what they are for. What others must know of it,
/// they ask its properties: nobody knows its name.
public struct MergeMethod: Sendable {
  public enum BaseUse: Sendable { case required, optional }

  /// What a method reads: the parents' weights, or their differences from the base. Without a base the differences are those
  /// from zero.
  public enum Operand: Sendable { case weights, taskVectors }

  public let name: String
  public let help: String
  /// Paper and section, or the program that people know it from.
  public let source: String
  public let base: BaseUse
  public let operand: Operand
  /// How many parents there may be.
  public let parents: ClosedRange<Int>
  /// What lies beside each parent; nil where it needs nothing more.
  public let statistics: MergeStatistics?
  public let parameters: [MergeParameter]
  /// Whether the base, where it is one of the parents, comes before the others, wherever it is written.
  public let startsAtBase: Bool
  /// Whether the seed changes the result.
  public let isRandom: Bool
  /// Blocks consist of whole rows.
  let usesRows: Bool
  private let factorWeights: (@Sendable (TensorParameters, String) throws(Diagnostic) -> [Double])?
  private let wantsModel: @Sendable (TensorParameters) -> Bool
  /// What must be known of the whole model first; asked where `readsWholeModel`.
  let survey: @Sendable (ModelSurvey) throws(Diagnostic) -> ModelFacts
  /// Looks at one tensor, and gives what is to be done with each block of it.
  let plan: @Sendable (TensorMerge) throws(Diagnostic) -> (MergeBlock) -> Void

  /// - Parameters:
  ///   - declare: declares the parameters, in the order in which they are shown, and gives their keys.
  ///   - factorWeights: of a method whose result is a weighted sum of the parents, and so of low-rank updates, too: those weights.
  ///   - wholeModel: of a method that looks at all tensors before the first is merged.
  ///   - plan: see `plan`.
  init<Keys: Sendable>(
    _ name: String, _ help: String, source: String, base: BaseUse, operand: Operand,
    parents: ClosedRange<Int> = 1...1000, statistics: MergeStatistics? = nil, usesRows: Bool = false,
    startsAtBase: Bool = false, isRandom: Bool = false, parameters declare: (inout ParameterList) -> Keys,
    factorWeights: (@Sendable (TensorParameters, Keys, _ tensor: String) throws(Diagnostic) -> [Double])? = nil,
    wholeModel: WholeModel<Keys>? = nil,
    plan: @escaping @Sendable (TensorMerge, Keys) throws(Diagnostic) -> (MergeBlock) -> Void
  ) {
    var list = ParameterList()
    let keys = declare(&list)
    self.name = name
    self.help = help
    self.source = source
    self.base = base
    self.operand = operand
    self.parents = parents
    self.statistics = statistics
    self.usesRows = usesRows
    self.startsAtBase = startsAtBase
    self.isRandom = isRandom
    parameters = list.all
    if let factorWeights {
      self.factorWeights = { (parameters, tensor) throws(Diagnostic) in try factorWeights(parameters, keys, tensor) }
    } else {
      self.factorWeights = nil
    }
    wantsModel = { parameters in wholeModel?.isWanted(parameters, keys) ?? false }
    survey = { (model) throws(Diagnostic) in try wholeModel?.facts(model, keys) ?? ModelFacts() }
    self.plan = { (tensor) throws(Diagnostic) in try plan(tensor, keys) }
  }

  /// All of them, in the order in which they are shown.
  public static let all: [MergeMethod] = [
    linear, taskArithmetic, ties, dareLinear, dareTies, dellaLinear, della, breadcrumbs, breadcrumbsTies, sce,
    modelStock, slerp, multiSlerp, fisher, regMean, passthrough,
  ]

  /// Some names, for a line of help.
  public static var examples: String { all.prefix(3).map(\.name).joined(separator: ", ") }

  /// Whether the result is a weighted sum of the parents, so that of low-rank updates it is one, exactly.
  public var worksOnFactors: Bool { factorWeights != nil }

  /// What low-rank updates are multiplied by before they are added; equal shares where that is not what the method does.
  public func factorWeights(_ parameters: TensorParameters, tensor: String, parents: Int) throws(Diagnostic) -> [Double]
  {
    try factorWeights?(parameters, tensor) ?? [Double](repeating: 1 / Double(parents), count: parents)
  }

  /// Whether a tensor with these parameters is merged by what the others of its model are like.
  public func readsWholeModel(_ parameters: TensorParameters) -> Bool { wantsModel(parameters) }
}

/// What a method does before the first tensor is merged.
struct WholeModel<Keys: Sendable>: Sendable {
  /// Whether a tensor's parameters ask for it.
  let isWanted: @Sendable (TensorParameters, Keys) -> Bool
  let facts: @Sendable (ModelSurvey, Keys) throws(Diagnostic) -> ModelFacts
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
