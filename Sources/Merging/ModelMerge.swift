public import Checkpoints
public import Files
import Glibc
public import Tensors

/// A merge of several models, tensor by tensor. In memory are the result of one tensor and blocks of the parents, which are
/// read from their files as they are needed.
public struct ModelMerge {
  public struct Tensor: Sendable {
    /// In the result.
    public var name: String
    public var shape: [Int]
    /// In the result: f32, f16 or bf16.
    public var dtype: ScalarType
    /// All of this shape.
    public var parents: [TensorSource]
    public var base: TensorSource?
    /// What the method needs beside each parent; empty where there is none for this tensor.
    public var statistics: [TensorView]
    public var parameters: TensorParameters
    /// The result is what the base is changed by.
    public var isDifference = false

    /// Whether all parents have the base's own numbers: of adapters, a weight that none of them changes.
    var isUntouched: Bool {
      parents.allSatisfy { parent in
        if case .stored = parent { parent.isStored(like: base) } else { false }
      }
    }

    public init(
      name: String, shape: [Int], dtype: ScalarType, parents: [TensorSource], base: TensorSource?,
      statistics: [TensorView] = [], parameters: TensorParameters
    ) {
      self.name = name
      self.shape = shape
      self.dtype = dtype
      self.parents = parents
      self.base = base
      self.statistics = statistics
      self.parameters = parameters
    }
  }

  public let method: MergeMethod
  public let tensors: [Tensor]
  public let seed: UInt64
  private let pool: ThreadPool

  /// All tensors must have the shapes that they say, and parameters of this method; and the same parents, where the method looks at the whole model first.
  public init(_ method: MergeMethod, _ tensors: [Tensor], seed: UInt64, on pool: ThreadPool) {
    precondition(tensors.allSatisfy { $0.parameters.method == method.name }, "parameters of the method")
    self.method = method
    self.tensors = tensors
    self.seed = seed
    self.pool = pool
  }

  /// Merges one tensor after the other, when every number of every parent has been looked at. `write` gets the bytes of each, in
  /// its dtype; `observe` is told before each tensor, and may throw to stop.
  public func run(
    observe: (_ done: Int) throws(Diagnostic) -> Void = { _ in },
    write: (Tensor, UnsafeRawBufferPointer) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> [TensorReport] {
    var operands = OperandCheck(method.statistics, on: pool)
    for tensor in tensors {
      try observe(0)
      try operands.check(tensor)
    }
    let crew = BlockCrew(pool: pool)
    var facts = ModelFacts()
    if tensors.contains(where: { method.readsWholeModel($0.parameters) }), let survey = ModelSurvey(self, crew) {
      facts = try method.survey(survey)
    }
    var reports: [TensorReport] = []
    for (done, tensor) in tensors.enumerated() {
      try observe(done)
      let opened = TensorMerge(tensor, self, facts: facts, crew: crew)
      let bytes = opened.count * tensor.dtype.byteCount
      let result = FloatBuffer(count: (bytes + 3) / 4)
      reports.append(try opened.merge(by: method, as: tensor.dtype, into: result))
      try write(tensor, UnsafeRawBufferPointer(start: result.base, count: bytes))
      opened.release()
      withExtendedLifetime(result) {}
    }
    return reports
  }
}

extension TensorMerge {
  /// The merged tensor, rounded once, and what became of it.
  func merge(by method: MergeMethod, as dtype: ScalarType, into result: FloatBuffer) throws(Diagnostic) -> TensorReport
  {
    let step = try method.plan(self), format = dtype.format ?? .f32
    let size = parentCount * (parentCount + 1) / 2
    let largest: Float = format == .f16 ? 65520 : .infinity
    nonisolated(unsafe) let start = UnsafeMutableRawPointer(result.base)
    let sums = sums(size + 2) { block, sums in
      let rows = differences(block), count = block.count
      Gram.add(rows, count, to: sums)
      step(block)
      let output = block.output
      if operand == .weights {
        let change = hasBase ? block.scratch[0] : output
        if hasBase { for i in 0..<count { change[i] = output[i] - block.base[i] } }
        sums[size] += BlockArithmetic.dot(change, change, count)
      } else {
        sums[size] += BlockArithmetic.dot(output, output, count)
        if hasBase && !isDifference { for i in 0..<count { output[i] += block.base[i] } }
      }
      if BlockArithmetic.largestBits(output, count) >= largest.bitPattern { sums[size + 1] += 1 }
      crew.pool.narrow(output, format, count: count, into: start + format.byteCount(block.start))
    }
    guard sums[size + 1] == 0 else {
      throw Diagnostic(
        name, "the merged tensor holds numbers that are not finite in \(dtype.rawValue)",
        expected: "parents with finite weights, smaller weights of the merge, or out_dtype: float32")
    }
    // Finite numbers, the squares of which are not.
    guard sums.allSatisfy(\.isFinite) else {
      throw Diagnostic(
        name, "is of numbers so large that their squares leave float32",
        expected: "parents with weights of a usual size, far below 1e18")
    }
    return TensorReport(name: name, gram: Gram(Array(sums[..<size]), parentCount), mergedNorm: sums[size].squareRoot())
  }

  /// The task vectors of a block, before the method changes them.
  private func differences(_ block: MergeBlock) -> [UnsafePointer<Float>] {
    guard operand == .weights, hasBase else { return block.parents.map { UnsafePointer($0) } }
    for (row, parent) in zip(block.differences, block.parents) {
      for i in 0..<block.count { row[i] = parent[i] - block.base[i] }
    }
    return block.differences.map { UnsafePointer($0) }
  }
}
