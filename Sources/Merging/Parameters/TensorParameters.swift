public import Files

/// The values of all parameters of a method that hold for one tensor: each is there, or there is none of these.
public struct TensorParameters: Sendable {
  /// Whose parameters they are.
  let method: String
  /// As `MergeParameter.stored` has them, in the order of the method's parameters.
  private let shared: [Double]
  private let parents: [[Double]]

  /// Throws where a parameter has no value, or one that is none, and for a name that the method does not have.
  /// - Parameters:
  ///   - shared: by the names of those that the whole merge has.
  ///   - parents: for each parent, by the names of those that each may have its own of.
  public init(
    _ method: MergeMethod, shared: [String: JSON], parents: [[String: JSON]], tensor: String
  ) throws(Diagnostic) {
    self.method = method.name
    func stored(_ values: [String: JSON], perParent: Bool) throws(Diagnostic) -> [Double] {
      var result: [Double] = []
      for parameter in method.parameters {
        // The others have a place, so that a key is one number.
        guard parameter.isPerParent == perParent else {
          result.append(.nan)
          continue
        }
        guard let value = values[parameter.name].flatMap(parameter.stored) else {
          throw Diagnostic(
            tensor, "\(parameter.name) of \(method.name) has no value", expected: parameter.values, status: .wrongUsage)
        }
        result.append(value)
      }
      for name in values.keys.sorted()
      where !method.parameters.contains(where: { $0.name == name && $0.isPerParent == perParent }) {
        throw Diagnostic(
          tensor, "\(method.name) has no parameter \"\(name)\"\(perParent ? " of a single model" : "")",
          expected: method.parameters.map(\.name).joined(separator: ", "), status: .wrongUsage)
      }
      return result
    }
    self.shared = try stored(shared, perParent: false)
    self.parents = try parents.map { (values) throws(Diagnostic) in try stored(values, perParent: true) }
  }

  /// The defaults.
  public init(_ method: MergeMethod, _ definitions: MergeDefinitions, parents: Int, tensor: String) throws(Diagnostic) {
    func standard(perParent: Bool) -> [String: JSON] {
      var values: [String: JSON] = [:]
      for parameter in method.parameters where parameter.isPerParent == perParent {
        values[parameter.name] = parameter.standard(definitions)
      }
      return values
    }
    try self.init(
      method, shared: standard(perParent: false),
      parents: [[String: JSON]](repeating: standard(perParent: true), count: parents), tensor: tensor)
  }

  subscript<Value>(key: SharedKey<Value>) -> Value { Value(stored: shared[key.place]) }

  /// One for each parent.
  subscript<Value>(key: ParentKey<Value>) -> [Value] { parents.map { Value(stored: $0[key.place]) } }
}

extension [Double] {
  /// Weights of parents, divided by their sum.
  func normalized(for tensor: String) throws(Diagnostic) -> [Double] {
    let sum = reduce(0, +)
    guard sum.magnitude > 1e-12 else {
      throw Diagnostic(tensor, "the weights of the parents sum up to 0", expected: "another sum, or normalize: false")
    }
    return map { $0 / sum }
  }
}
