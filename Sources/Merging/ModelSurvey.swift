import Files
import Tensors

/// Passes over all tensors of a model before the first is merged, for what is defined over the whole of it. Nothing but
/// counts and sums is held.
struct ModelSurvey {
  private let merge: ModelMerge
  private let crew: BlockCrew
  /// What the parents are made of: weights that no adapter changes are part of no task vector.
  private let touched: [ModelMerge.Tensor]
  private let first: ModelMerge.Tensor

  /// nil where there is nothing to merge.
  init?(_ merge: ModelMerge, _ crew: BlockCrew) {
    self.merge = merge
    self.crew = crew
    touched = merge.tensors.filter { !$0.isUntouched }
    guard let first = touched.first ?? merge.tensors.first else { return nil }
    self.first = first
  }

  /// A whole model has one value of it: throws where two tensors have different ones.
  subscript<Value: Equatable>(key: SharedKey<Value>) -> Value {
    get throws(Diagnostic) { try common(key.place) { $0[key] } }
  }

  /// One for each parent.
  subscript<Value: Equatable>(key: ParentKey<Value>) -> [Value] {
    get throws(Diagnostic) { try common(key.place) { $0[key] } }
  }

  private func common<Value: Equatable>(
    _ place: Int, _ read: (TensorParameters) -> Value
  ) throws(Diagnostic) -> Value {
    let value = read(first.parameters)
    if let other = touched.first(where: { read($0.parameters) != value }) {
      let name = merge.method.parameters[place].name
      throw Diagnostic(
        other.name,
        "\(name) is another one than for '\(first.name)', and \(merge.method.name) looks at the whole model",
        expected: "one \(name) for all tensors, or definitions: mergekit", status: .wrongUsage)
    }
    return value
  }

  private func forEachTensor(_ facts: ModelFacts, _ body: (TensorMerge) throws(Diagnostic) -> Void) throws(Diagnostic) {
    for tensor in touched {
      let opened = TensorMerge(tensor, merge, facts: facts, crew: crew)
      try body(opened)
      opened.release()
    }
  }

  /// The sum of a number over the blocks of all tensors.
  func sum(
    _ facts: ModelFacts, _ term: (TensorMerge) throws(Diagnostic) -> (MergeBlock) -> Double
  ) throws(Diagnostic) -> Double {
    var total = 0.0
    try forEachTensor(facts) { (tensor) throws(Diagnostic) in
      let term = try term(tensor)
      total += tensor.sums(1) { $1[0] += term($0) }[0]
    }
    return total
  }

  /// For each parent the magnitude, as bits, of which rank from above over all tensors is share * numbers + 1: the released code
  /// of TIES looks for the (d - int(d * share))-th smallest, and keeps it with what is larger.
  func thresholds(densities: [Double]) throws(Diagnostic) -> [UInt32] {
    let total = touched.reduce(0) { $0 + $1.shape.reduce(1, *) }
    let ranks = densities.map { density in [max(0, total - Int(saturating: density * Double(total)) - 1)] }
    var failure: Diagnostic?
    let found = MagnitudeRanking.magnitudes(ofRanks: ranks, workers: crew.pool.threads) { use in
      do throws(Diagnostic) { try forEachTensor(ModelFacts()) { $0.forEachBlock(use) } } catch { failure = error }
    } vector: {
      UnsafePointer($0.parents[$1])
    }
    if let failure { throw failure }
    return found.map { $0.first?.bits ?? 0 }
  }

  /// The lengths of the parents' statistics over all tensors.
  func statisticNorms() throws(Diagnostic) -> [Double] {
    let parents = merge.tensors.first?.parents.count ?? 0
    var squares = [Double](repeating: 0, count: parents)
    try forEachTensor(ModelFacts()) { tensor in
      let sums = tensor.sums(parents) { block, sums in
        for (k, row) in block.statistics.enumerated() { sums[k] = BlockArithmetic.dot(row, row, block.count) }
      }
      for k in squares.indices { squares[k] += sums[k] }
    }
    return squares.map { $0.squareRoot() }
  }
}
