import Checkpoints
public import Tensors
public import Transformers

/// Computes losses and gradients for one set of parameters: an adapter beside frozen weights, or all weights of a model.
public final class GradientComputer {
  public let parameters: [Parameter]
  private var pass: TrainingPass
  /// Output side of a tied embedding; added to the embedding's gradient at the end, so that no sum's order depends on how the
  /// batch was cut.
  private let tiedHead: (gradient: FloatBuffer, embedding: Parameter)?
  /// What is trained beside frozen weights.
  private let adapter: LoRAParameters?
  /// Of a model that norms its output layer.
  private let normedHead: NormedHead?

  /// An adapter; `recomputes` trades time for memory.
  public init(
    _ adapter: LoRAParameters, beside weights: DecoderWeights, longest: Int, recomputes: Bool = false,
    on pool: ThreadPool
  ) {
    parameters = adapter.parameters
    self.adapter = adapter
    tiedHead = nil
    normedHead = nil
    var decoder = TrainableDecoder(frozen: weights) { adapter.factors(layer: $0, $1) }
    decoder.balance = adapter.balance
    pass = TrainingPass(
      decoder: decoder,
      rotary: RotaryTables(weights.configuration, positions: longest), machine: TrainingMachine(pool: pool),
      recomputes: recomputes)
  }

  public init(_ model: ModelParameters, longest: Int, recomputes: Bool = false, on pool: ThreadPool) {
    parameters = model.parameters
    adapter = nil
    normedHead = model.configuration.normalizesHead ? NormedHead(model.head ?? model.embedding) : nil
    if model.head == nil, normedHead == nil {
      let gradient = FloatBuffer([Float](repeating: 0, count: model.embedding.values.count))
      tiedHead = (gradient, model.embedding)
    } else {
      tiedHead = nil
    }
    var decoder = TrainableDecoder(model, headGradient: tiedHead?.gradient)
    if let normedHead { (decoder.head, decoder.headGradient) = (normedHead.matrix, normedHead.gradient) }
    pass = TrainingPass(
      decoder: decoder,
      rotary: RotaryTables(model.configuration, positions: longest), machine: TrainingMachine(pool: pool),
      recomputes: recomputes)
  }

  /// Sums up x xᵀ over the inputs of a linear map from now on, (inputs, inputs).
  func observe(_ layer: Int, _ projection: Projection) -> FloatBuffer {
    let size = pass.decoder.configuration.shape(of: projection)[1]
    let gram = FloatBuffer([Float](repeating: 0, count: size * size))
    pass.decoder.layers[layer].linear[projection]?.inputGram = gram
    return gram
  }

  /// The same of an expert's.
  func observe(_ layer: Int, expert: Int, _ projection: Projection) -> FloatBuffer {
    let size = pass.decoder.layers[layer].experts?.map(projection, of: expert).weight.columns ?? 0
    let gram = FloatBuffer([Float](repeating: 0, count: size * size))
    pass.decoder.layers[layer].experts?.experts[expert][projection]?.inputGram = gram
    return gram
  }

  /// Of linear maps the sum of squared gradients of positions takes the place of the gradient's from now on.
  func squarePositions() {
    for layer in pass.decoder.layers.indices {
      for projection in Projection.allCases {
        pass.decoder.layers[layer].linear[projection]?.squaresPositions = true
        for expert in pass.decoder.layers[layer].experts?.experts.indices ?? 0..<0 {
          pass.decoder.layers[layer].experts?.experts[expert][projection]?.squaresPositions = true
        }
      }
    }
  }

  /// The size of an embedding.
  public var width: Int { pass.decoder.configuration.hiddenSize }

  /// Bytes of activations and what else is held between batches.
  var workingBytes: Int { pass.machine.cache.bytes }

  /// In nats, of each labelled token, unweighted.
  public func losses(of batch: TrainingBatch) -> [Double] {
    normedHead?.refresh()
    return pass.losses(of: batch)
  }

  /// Adds the gradient of the weighted sum of the losses, which it gives unweighted. Several batches may follow each other:
  /// the gradient has the bits that one batch of all their sequences would give.
  public func addGradients(of batch: TrainingBatch) -> [Double] {
    normedHead?.refresh()
    // Alone it is its whole update.
    if let balance = adapter?.balance, !balance.isBegun { balance.begin(batch.taskTypes) }
    return pass.addGradients(of: batch)
  }

  /// Before the gradients of an update's pieces: how its tokens are shared out among LoRA experts is a matter of all of them, so several
  /// pieces are computed forward first. Nothing without experts.
  public func observeRouting(of pieces: [TrainingBatch]) {
    guard let balance = adapter?.balance else { return }
    balance.begin(pieces.flatMap(\.taskTypes))
    // A single piece is observed on its way to its gradients.
    guard pieces.count > 1 else { return }
    for piece in pieces { pass.observeRouting(of: piece) }
    balance.close()
  }

  /// What the last update was like; nil without LoRA experts.
  public var expertUse: ExpertUse? { adapter?.balance?.use }

  /// After the last batch of a step, before the gradients are read.
  public func completeGradients() {
    normedHead?.complete()
    adapter?.completeGradients(on: pass.machine.pool)
    guard let tiedHead else { return }
    pass.machine.pool.add(
      tiedHead.gradient.base, to: tiedHead.embedding.gradient.base, count: tiedHead.gradient.count)
    tiedHead.gradient.base.update(repeating: 0, count: tiedHead.gradient.count)
  }

  public func clearGradients() {
    for parameter in parameters { parameter.clearGradient() }
    adapter?.clearSharedGradients()
    adapter?.balance?.reset()
  }
}
