import Checkpoints
import Statistics
import Tensors
import Transformers

/// Loss and gradients of a batch.
struct TrainingPass {
  var decoder: TrainableDecoder
  let rotary: RotaryTables
  let machine: TrainingMachine
  /// Whether the layers' activations are computed again on the way back instead of being held.
  let recomputes: Bool
  /// Of heads whose scores fall with the distance.
  private let slopes: FloatBuffer?

  init(decoder: TrainableDecoder, rotary: RotaryTables, machine: TrainingMachine, recomputes: Bool) {
    (self.decoder, self.rotary, self.machine, self.recomputes) = (decoder, rotary, machine, recomputes)
    slopes = decoder.configuration.slopes.map { FloatBuffer($0) }
  }

  private var c: ModelConfiguration { decoder.configuration }
  private var pool: ThreadPool { machine.pool }
  private var cache: BufferCache { machine.cache }
  private var embeddingScale: Float { Float(c.features.embeddingScale) }

  /// What a pass is for.
  private enum Purpose {
    case losses, gradients
    /// Only how tokens are shared out among LoRA experts.
    case routing
  }

  /// Losses of the labelled rows in nats, unweighted; nothing is dropped.
  func losses(of batch: TrainingBatch) -> [Double] {
    TrainingPass(decoder: decoder.withoutDropout, rotary: rotary, machine: machine, recomputes: false)
      .run(batch, .losses)
  }

  /// Adds the gradient of the weighted sum of the losses; gives the losses, unweighted.
  func addGradients(of batch: TrainingBatch) -> [Double] { run(batch, .gradients) }

  /// Tells the experts' balance of the batch, as `addGradients` sees it.
  func observeRouting(of batch: TrainingBatch) { _ = run(batch, .routing) }

  private func run(_ batch: TrainingBatch, _ purpose: Purpose) -> [Double] {
    guard !batch.labels.isEmpty else { return [] }
    let backward = purpose == .gradients
    if purpose != .losses { decoder.balance?.enter(batch) }
    // Experts are balanced over all tokens, those of the last layer that nothing is learned of, too.
    let keepsAll = decoder.balance != nil && purpose != .losses
    let turned = rotary.turning(batch.places)
    var x = cache.take(batch.rows * c.hiddenSize)
    pool.gather(batch.ids, from: decoder.embedding, into: x.base)
    pool.scale(x.base, by: embeddingScale, count: x.count)
    if let table = decoder.positions {
      let own = cache.take(x.count)
      pool.gather(batch.positions, from: table, into: own.base)
      pool.add(own.base, to: x.base, count: x.count)
    }
    if purpose != .losses, batch.noise.contains(where: { $0 > 0 }) {
      let keys = batch.rowKeys.map { KeyedRandom.key($0, KeyedRandom.number(of: "noise")) }
      pool.addNoise(x.base, keys: keys, columns: c.hiddenSize, largest: batch.noise)
    }
    var inputs: [Borrowed] = []
    var held: [LayerPass.Activations?] = []
    for index in decoder.layers.indices {
      if backward { inputs.append(x) }
      let (output, activations) = layer(index, batch, turned, keepsAll: keepsAll).forward(x)
      if backward { held.append(recomputes ? nil : activations) }
      x = output
    }
    if purpose == .routing { return [] }
    if backward { decoder.balance?.close() }
    if keepsAll { x = labelled(x, of: batch) }
    let normed = cache.take(x.count)
    let rows = batch.labels.count
    decoder.finalNorm.forward(x, rows: rows, into: normed, on: pool)
    pool.scale(normed.base, by: c.headScale, count: rows * c.hiddenSize)
    let head = HeadLoss(head: decoder.head, gradient: decoder.headGradient, cap: c.logitCap, machine: machine)
    let dnormed = backward ? cache.take(x.count) : nil
    let losses = head.losses(
      normed, labels: batch.labels, weights: batch.weights, draws: batch.draws, gradient: dnormed)
    guard let dnormed else { return losses }

    pool.scale(dnormed.base, by: c.headScale, count: rows * c.hiddenSize)
    var dx = cache.zeros(x.count)
    decoder.finalNorm.backward(x, rows: rows, dy: dnormed, addingTo: dx, on: pool)
    if keepsAll { dx = spread(dx, over: batch) }
    for index in decoder.layers.indices.reversed() where index >= decoder.lowestTrained {
      let pass = layer(index, batch, turned, keepsAll: keepsAll)
      let activations = held[index] ?? pass.forward(inputs[index]).activations
      held[index] = nil
      guard let below = pass.backward(dx, activations) else { return losses }
      dx = below
    }
    if let gradient = decoder.positionsGradient {
      pool.scatterAdd(
        dx.base, at: batch.positions, columns: c.hiddenSize, rows: c.contextLength, into: gradient.base)
    }
    if let gradient = decoder.embeddingGradient {
      pool.scale(dx.base, by: embeddingScale, count: dx.count)
      pool.scatterAdd(
        dx.base, at: batch.ids, columns: c.hiddenSize, rows: c.vocabularySize, into: gradient.base)
    }
    return losses
  }

  /// The labelled rows of x (M, C).
  private func labelled(_ x: Borrowed, of batch: TrainingBatch) -> Borrowed {
    let result = cache.take(batch.labelledRows.count * c.hiddenSize)
    pool.gather(batch.labelledRows, from: x.matrix(columns: c.hiddenSize), into: result.base)
    return result
  }

  /// The other way round: zeros in all other rows.
  private func spread(_ dx: Borrowed, over batch: TrainingBatch) -> Borrowed {
    let result = cache.zeros(batch.rows * c.hiddenSize)
    pool.scatterAdd(dx.base, at: batch.labelledRows, columns: c.hiddenSize, rows: batch.rows, into: result.base)
    return result
  }

  private func layer(
    _ index: Int, _ batch: TrainingBatch, _ turned: (tables: RotaryTables, rows: [Int32]), keepsAll: Bool
  ) -> LayerPass {
    LayerPass(
      decoder: decoder, index: index, batch: batch,
      kept: index == decoder.layers.count - 1 && !keepsAll ? batch.labelledRows : nil, rotary: turned.tables,
      rotaryRows: turned.rows, slopes: slopes, machine: machine)
  }
}
