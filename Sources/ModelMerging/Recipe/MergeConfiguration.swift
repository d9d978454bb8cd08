public import Checkpoints
import Configuration
public import Files
public import Merging

/// What `assay merge` is asked: a superset of mergekit's YAML.
public struct MergeConfiguration: Sendable {
  /// A model folder, an adapter folder, or both: `DIR+ADAPTER`.
  public struct Model: Sendable, Equatable {
    public var path: String
    public var adapter: String?

    /// `text` as it is written; a folder whose name has a plus in it is one folder.
    public init(_ text: String) {
      guard !FileSystem.exists(text), let plus = text.lastIndex(of: "+"), plus != text.startIndex else {
        path = text
        return
      }
      path = String(text[..<plus])
      adapter = String(text[text.index(after: plus)...])
    }

    public var text: String { adapter.map { path + "+" + $0 } ?? path }
  }

  /// One model of a slice.
  public struct Source: Sendable {
    public var model: Model
    /// Layers of it; all where nil.
    public var layers: Range<Int>?
    public var parameters: GivenParameters
    /// Fisher information or Gram matrices, where they do not lie in the model's folder.
    public var statistics: String?

    public init(_ model: Model, parameters: [String: JSON] = [:]) {
      self.model = model
      self.parameters = GivenParameters(parameters)
    }
  }

  /// Consecutive layers of the result. `models:` is one slice with all layers.
  public struct Slice: Sendable {
    public var sources: [Source]
    public var parameters = GivenParameters()

    public init(_ sources: [Source]) { self.sources = sources }
  }

  /// What is written.
  public enum Output: String, Sendable, CaseIterable {
    /// Adapters whose weighted average is wanted: an adapter; else a model.
    case auto
    /// A model folder.
    case dense
    /// An adapter; its rank is the sum of the parents'.
    case adapter
    /// An adapter of a given rank, by singular values; what is lost is said.
    case svd
    /// A and B averaged apart, as the released code of Disperse-Then-Merge does.
    case adapterSpace = "adapter-space"
  }

  public var method: MergeMethod
  public var definitions = MergeDefinitions.paper
  public var slices: [Slice] = []
  public var base: Model?
  public var parameters = GivenParameters()
  /// The result's number format, as `dtype` and as `out_dtype` have it.
  var mergeType: ScalarType?, outType: ScalarType?
  /// Which tokens the result has; nil: those that all parents have.
  public var tokenizer: TokenizerChoice?
  /// `auto`, the name of a template for chats, or a template; nil: what stands beside the tokenizer.
  public var chatTemplate: String?
  public var output = Output.auto
  public var rank: Int?
  public var seed: UInt64 = 0
  public var out = ""
  /// Replaces a folder that Assay made.
  public var force = false
  /// Whether provenance.json has SHA-256 digests of parents and result. They take longer than many a merge.
  public var hasDigests = true

  /// Where its keys were written.
  var written = WrittenPlaces("merge")

  public init(method: MergeMethod) { self.method = method }

  /// The result's number format; as on disk where nil.
  public var dtype: ScalarType? { outType ?? mergeType }

  /// All that are merged, each once; those of the first slice first. The base is none of them unless the method takes it for one.
  public var models: [Model] {
    var models: [Model] = []
    for source in slices.flatMap(\.sources) where !models.contains(source.model) && isParent(source.model) {
      models.append(source.model)
    }
    return models
  }

  /// A method of task vectors knows the base as such, also where it stands among the models, as in mergekit's files.
  func isParent(_ model: Model) -> Bool { method.operand == .weights || model != base }

  /// Looks for what no single key shows.
  public func check() throws(Diagnostic) {
    guard !out.isEmpty else {
      throw Diagnostic(
        written["out"], "no folder for the result", expected: "--out DIR, or the key out", status: .wrongUsage)
    }
    try checkRecipe()
  }

  /// Looks for what is wrong wherever the result lies.
  public func checkRecipe() throws(Diagnostic) {
    func wrong(_ key: String, _ problem: String, _ expectation: String) -> Diagnostic {
      Diagnostic(written[key, "models", "slices"], problem, expected: expectation, status: .wrongUsage)
    }
    guard !models.isEmpty else { throw wrong("models", "nothing to merge", "models, or folders as arguments") }
    for slice in slices {
      let listed = slice.sources.map(\.model)
      if let twice = listed.indices.first(where: { listed[..<$0].contains(listed[$0]) }) {
        throw wrong("models", "\(listed[twice].text) is named twice", "each model once; weights say how much it counts")
      }
      let count = slice.sources.count { isParent($0.model) }
      guard method.parents.contains(count) else {
        let range = method.parents
        throw wrong(
          "models", "\(method.name) of \(count) models",
          range.count == 1 ? "exactly \(range.lowerBound)" : "\(range.lowerBound) at least")
      }
    }
    guard base != nil || method.base == .optional else {
      throw wrong("merge_method", "\(method.name) without a base", "--base DIR, or the key base_model")
    }
    guard output != .svd || rank != nil else {
      throw wrong("output", "svd without a rank", "--rank N, or the key rank")
    }
    guard rank == nil || output == .svd else { throw wrong("rank", "a rank without svd", "output: svd") }
    try checkParameters()
  }

  /// Throws where the method merges a tensor by what the rest of its model is like, and slices are made of different models.
  func checkSlices(_ tensors: [ModelMerge.Tensor]) throws(Diagnostic) {
    let lists = slices.map { $0.sources.map(\.model).filter(isParent) }
    guard lists.contains(where: { $0 != lists[0] }), tensors.contains(where: { method.readsWholeModel($0.parameters) })
    else { return }
    throw Diagnostic(
      written["slices"], "\(method.name) looks at the whole of each model, and the slices are made of different ones",
      expected: "the same models in each slice, or definitions: mergekit", status: .wrongUsage)
  }

  /// Becomes the sum of its parents, or of their updates, each times its factor.
  /// - Precondition: one slice, and a factor for each of its models.
  public mutating func addUp(_ factors: [Double]) {
    let sum = MergeMethod.sum(factors: factors)
    method = sum.method
    parameters.values.merge(sum.shared) { $1 }
    for (index, values) in sum.parents.enumerated() { slices[0].sources[index].parameters.values.merge(values) { $1 } }
  }
}
