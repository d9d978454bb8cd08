import Checkpoints
public import Files
import Tensors

/// What a run must remember to go on as if nothing had happened: the trained tensors, the optimizer's moments, the number of
/// updates, and what the run is of. Everything else, the order of the data and all draws, is a function of these.
///
/// One safetensors file that is replaced as a whole: a kill or a full disk leaves the one before it.
public struct TrainingState: Sendable {
  /// What the run is made of, by name: base, tokenizer, corpus, recipe. A run goes on only with the same.
  public var identity: [(name: String, digest: String)]
  public var monitor: TrainingMonitor

  public init(identity: [(name: String, digest: String)], monitor: TrainingMonitor) {
    self.identity = identity
    self.monitor = monitor
  }

  private static let key = "assay_training"

  /// Writes the state with all tensors of the trainer.
  public func write(_ trainer: Trainer, to path: String) throws(Diagnostic) {
    let metadata: JSON = [
      "updates": .integer(trainer.optimizer.updates), "monitor": monitor.json,
      "identity": .object(JSONObject(identity.map { (key: $0.name, value: .string($0.digest)) })),
    ]
    try ParameterFile.writeSealed(Self.tensors(of: trainer), metadata: [Self.key: metadata.text()], to: path)
  }

  /// Reads a state into the trainer. Throws when it is of something else, naming what differs, and when the file is damaged.
  /// - Parameter words: says more of what differs, for people.
  public static func restore(
    _ trainer: Trainer, from path: String, identity: [(name: String, digest: String)],
    words: (String) -> String = { $0 }
  ) throws(Diagnostic) -> TrainingState {
    let file = try SafetensorsFile(path)
    try file.checkSeal(expected: "--fresh to start over")
    guard let text = file.metadata[key], let json = try? JSON(parsing: text),
      let updates = json["updates"]?.integer, (0...(1 << 40)).contains(updates),
      let monitor = json["monitor"].flatMap(TrainingMonitor.init)
    else { throw .noState(path) }
    for (name, digest) in identity where json["identity"]?[name]?.string != digest {
      throw Diagnostic(
        path, "this run was begun with another \(words(name))",
        expected: "the same \(name) to go on, another --out for a new run, or --fresh to start over")
    }
    try ParameterFile.read(tensors(of: trainer), from: file) { _ in .noState(path) }
    // Earlier versions had a digest of the numbers alone.
    guard file.isSealed || json["sha256"]?.string == digest(of: trainer) else {
      throw Diagnostic(
        path, "is damaged: its numbers are not those that were written", expected: "--fresh to start over")
    }
    trainer.optimizer.updates = updates
    return TrainingState(identity: identity, monitor: monitor)
  }

  /// Of all numbers, in their order.
  private static func digest(of trainer: Trainer) -> String {
    var hash = SHA256()
    for tensor in tensors(of: trainer) {
      hash.update(UnsafeRawBufferPointer(start: tensor.buffer.base, count: 4 * tensor.buffer.count))
      withExtendedLifetime(tensor) {}
    }
    return hash.hexadecimal()
  }

  private static func tensors(of trainer: Trainer) -> [ParameterFile.Tensor] {
    let parameters = trainer.computer.parameters
    return parameters.map(\.tensor) + moments("exp_avg", trainer.optimizer.firstMoments, of: parameters)
      + moments("exp_avg_sq", trainer.optimizer.secondMoments, of: parameters) + (trainer.average?.tensors ?? [])
  }

  private static func moments(
    _ name: String, _ buffers: [FloatBuffer], of parameters: [Parameter]
  ) -> [ParameterFile.Tensor] {
    zip(parameters, buffers).map { ParameterFile.Tensor(name: "\(name)/\($0.name)", shape: $0.shape, buffer: $1) }
  }
}

extension Diagnostic {
  fileprivate static func noState(_ path: String) -> Diagnostic {
    Diagnostic(path, "is not the state of this training run", expected: "the file that assay train wrote, or --fresh")
  }
}
