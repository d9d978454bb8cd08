import Checkpoints
import Files
import Merging
import Tensors
import TestSupport
import Testing

/// Tensors in files, and merges of them.
struct MergeFixture {
  private let folder: ScratchDirectory
  private let pool: ThreadPool

  init(threads: Int = 2) throws {
    folder = try ScratchDirectory()
    pool = ThreadPool(threads: threads)
  }

  /// Numbers that look like weights: most small, some large, some zero.
  static func numbers(_ count: Int, seed: UInt64, scale: Float = 1) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let x = Float.random(in: -1...1, using: &generator)
      return Int.random(in: 0..<20, using: &generator) == 0 ? 0 : scale * x * x * x
    }
  }

  /// Parents near a base.
  static func family(_ count: Int, of shape: [Int], seed: UInt64 = 1) -> (base: [Float], parents: [[Float]]) {
    let size = shape.reduce(1, *), base = numbers(size, seed: seed)
    let parents = (0..<count).map { k in
      zip(base, numbers(size, seed: seed + 100 + UInt64(k), scale: 0.1)).map { $0 + $1 }
    }
    return (base, parents)
  }

  func view(_ name: String, wide values: [Double], _ shape: [Int], file: String) throws -> TensorView {
    let path = folder[file]
    let writer = try SafetensorsWriter(path, tensors: [.init(name, .f64, shape)])
    try values.withUnsafeBytes { try writer.append($0) }
    try writer.finish()
    return try #require(try SafetensorsFile(path)[name])
  }

  func view(_ name: String, _ values: [Float], _ shape: [Int], file: String) throws -> TensorView {
    let path = folder[file]
    let writer = try SafetensorsWriter(path, tensors: [.init(name, .f32, shape)])
    try values.withUnsafeBytes { try writer.append($0) }
    try writer.finish()
    return try #require(try SafetensorsFile(path)[name])
  }

  /// Parameters as they are resolved: the method's defaults, and what is said.
  static func parameters(
    _ method: MergeMethod, _ definitions: MergeDefinitions, shared: [String: JSON], parents: [[String: JSON]]
  ) throws -> TensorParameters {
    var all: [String: JSON] = [:], own = parents.map { _ in [String: JSON]() }
    for parameter in method.parameters {
      let value = shared[parameter.name] ?? parameter.standard(definitions)
      if parameter.isPerParent {
        for k in own.indices { own[k][parameter.name] = parents[k][parameter.name] ?? value }
      } else {
        all[parameter.name] = value
      }
    }
    return try TensorParameters(method, shared: all, parents: own, tensor: "tensor")
  }

  struct Ask {
    var method: MergeMethod
    var shape: [Int]
    var base: [Float]?
    var parents: [[Float]]
    /// The first parents, and the base, in F64 instead.
    var wideParents: [[Double]] = []
    var wideBase: [Double]?
    var statistics: [[Float]] = []
    var statisticShape: [Int] = []
    var shared: [String: JSON] = [:]
    var own: [[String: JSON]] = []
    var definitions = MergeDefinitions.mergekit
    var seed: UInt64 = 7
    var name = "model.layers.0.weight"
  }

  func merge(_ asks: [Ask]) throws -> (tensors: [[Float]], reports: [TensorReport]) {
    var tensors: [ModelMerge.Tensor] = []
    for (index, ask) in asks.enumerated() {
      func views(_ values: [[Float]], _ shape: [Int], _ kind: String) throws -> [TensorView] {
        try values.enumerated().map { try view(ask.name, $1, shape, file: "\(kind)\(index).\($0)") }
      }
      let own = ask.own.isEmpty ? ask.parents.map { _ in [:] } : ask.own
      var parents = try views(ask.parents, ask.shape, "parent"), base: TensorView?
      for (place, values) in ask.wideParents.enumerated() {
        parents[place] = try view(ask.name, wide: values, ask.shape, file: "wide\(index).\(place)")
      }
      if let values = ask.base { base = try view(ask.name, values, ask.shape, file: "base\(index)") }
      if let values = ask.wideBase { base = try view(ask.name, wide: values, ask.shape, file: "wide\(index).base") }
      tensors.append(
        ModelMerge.Tensor(
          name: ask.name, shape: ask.shape, dtype: .f32, parents: parents.map { .stored($0) },
          base: base.map { .stored($0) },
          statistics: try views(ask.statistics, ask.statisticShape, "statistic"),
          parameters: try Self.parameters(ask.method, ask.definitions, shared: ask.shared, parents: own)))
    }
    var result: [[Float]] = []
    let reports = try ModelMerge(asks[0].method, tensors, seed: asks[0].seed, on: pool).run { _, bytes in
      result.append(Array(bytes.bindMemory(to: Float.self)))
    }
    return (result, reports)
  }

  func merge(_ ask: Ask) throws -> [Float] { try merge([ask]).tensors[0] }

  static func method(_ name: String) throws -> MergeMethod {
    try #require(MergeMethod.all.first { $0.name == name })
  }
}

/// The largest difference of two tensors.
func largestDifference(_ a: [Float], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } : .infinity
}
