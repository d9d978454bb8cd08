import Checkpoints
public import Corpora
public import Files
public import Tensors

/// Sums of x xᵀ over the inputs x of linear maps, which RegMean merges by (Jin and others, arXiv:2212.09849, section 4). Inputs count
/// at every position but a sequence's last.
public final class GramEstimator {
  private struct Entry {
    var name: String
    var size: Int
    var gram: FloatBuffer
  }

  private let computer: GradientComputer
  private let entries: [Entry]
  /// Maps that have the inputs of another: their names, and the other's.
  private let same: [String: String]
  public private(set) var samples = 0

  public init(
    _ model: ModelParameters, longest: Int, on pool: ThreadPool, isWanted: (_ name: String) -> Bool
  ) {
    computer = GradientComputer(model, longest: longest, on: pool)
    let configuration = model.configuration
    var entries: [Entry] = [], same: [String: String] = [:]
    for layer in 0..<configuration.layerCount {
      let maps = configuration.projections(ofLayer: layer)
      func name(_ projection: Projection) -> String {
        configuration.moduleName(of: projection, layer: layer) + ".weight"
      }
      for inputs in [[Projection.q, .k, .v], [.o], [.gate, .up], [.down]] {
        let wanted = inputs.filter { maps.contains($0) && isWanted(name($0)) }
        guard let first = wanted.first else { continue }
        // In the last layer queries see fewer rows than keys do; which rows these are depends on labels, and all have one here.
        entries.append(
          Entry(name: name(first), size: configuration.shape(of: first)[1], gram: computer.observe(layer, first)))
        // Parts of one weight have one name.
        for other in wanted where name(other) != name(first) { same[name(other)] = name(first) }
      }
      guard let experts = configuration.experts(ofLayer: layer) else { continue }
      for expert in 0..<experts.count {
        func name(_ projection: Projection) -> String {
          Experts.weightName(layer: layer, expert: expert, projection)
        }
        for inputs in [[Projection.gate, .up], [.down]] {
          let wanted = inputs.filter { isWanted(name($0)) }
          guard let first = wanted.first else { continue }
          entries.append(
            Entry(
              name: name(first), size: configuration.shape(of: first, in: experts)[1],
              gram: computer.observe(layer, expert: expert, first)))
          for other in wanted.dropFirst() { same[name(other)] = name(first) }
        }
      }
    }
    self.entries = entries
    self.same = same
  }

  public func add(_ sample: TrainingSample) {
    var batch = TrainingBatch()
    batch.append(sample.ids, isLabel: sample.ids.map { _ in true }, weight: 1, key: 0)
    _ = computer.losses(of: batch)
    samples += 1
  }

  /// An (inputs, inputs) tensor for each wanted weight, by its name; the header says `samples`, and `same:NAME` where NAME has the
  /// inputs of another.
  /// - Parameter metadata: stands in the header, too.
  public func write(to path: String, metadata more: [String: String] = [:]) throws(Diagnostic) {
    var metadata = more.merging(["samples": "\(samples)"]) { $1 }
    for (name, other) in same { metadata["same:" + name] = other }
    try ParameterFile.writeSealed(
      entries.map { ParameterFile.Tensor(name: $0.name, shape: [$0.size, $0.size], buffer: $0.gram) },
      metadata: metadata, to: path)
  }
}
