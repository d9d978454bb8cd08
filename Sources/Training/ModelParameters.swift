public import Checkpoints
public import Tensors
public import Transformers

/// All weights of a decoder as they are trained: float32 copies, each linear map by itself with outputs as rows, under the names that a
/// Llama's weights have. `stored` says how a checkpoint holds them.
public struct ModelParameters {
  public let configuration: ModelConfiguration
  let embedding: Parameter
  /// Of a family that embeds them.
  let positions: Parameter?
  /// nil where the output layer is the embedding.
  let head: Parameter?
  let finalNorm: Parameter
  let finalShift: Parameter?
  let layers: [Layer]

  struct Layer {
    var norms: [BlockNorm: Parameter] = [:]
    /// What LayerNorms add.
    var normShifts: [BlockNorm: Parameter] = [:]
    var linear: [Projection: Parameter] = [:]
    var biases: [Projection: Parameter] = [:]
    var headNorms: [HeadNorm: Parameter] = [:]
    var experts: ExpertLayer?
  }

  struct ExpertLayer {
    var router: Parameter
    /// Gate, up and down of each.
    var experts: [[Projection: Parameter]]

    var parameters: [Parameter] { [router] + experts.flatMap { own in Projection.allCases.compactMap { own[$0] } } }
  }

  /// Which weight of a decoder it is; layers and experts by their numbers.
  enum Site {
    case embedding, positions, head, finalNorm, finalShift
    case norm(Int, BlockNorm)
    case normShift(Int, BlockNorm)
    case weight(Int, Projection)
    case bias(Int, Projection)
    case headNorm(Int, HeadNorm)
    case router(Int)
    case expert(Int, Int, Projection)
  }

  /// In the order of `configuration.weights`; projections that are stored as one weight stand one behind the other.
  public var parameters: [Parameter] {
    var all = [embedding] + (positions.map { [$0] } ?? [])
    for layer in layers {
      func norm(_ place: BlockNorm) -> [Parameter] { [layer.norms[place], layer.normShifts[place]].compactMap(\.self) }
      all += norm(.attentionInput)
      all += Projection.allCases.flatMap { [layer.linear[$0], layer.biases[$0]].compactMap(\.self) }
      all += layer.experts?.parameters ?? []
      all += HeadNorm.allCases.compactMap { layer.headNorms[$0] }
      all += BlockNorm.allCases.dropFirst().flatMap(norm)
    }
    return all + [finalNorm] + [finalShift, head].compactMap(\.self)
  }

  /// Copies of the weights that are there.
  public init(_ weights: DecoderWeights, on pool: ThreadPool) {
    self.init(weights.configuration) { site, name, _ in
      guard let values = weights.values(of: site, on: pool) else { preconditionFailure("a decoder has no \(name)") }
      return values
    }
  }

  /// With the values that `values` gives for each weight, its name and shape.
  init(_ configuration: ModelConfiguration, values: (Site, String, [Int]) -> [Float]) {
    self.configuration = configuration
    let c = configuration
    func make(_ site: Site, _ name: String, _ shape: [Int]) -> Parameter {
      Parameter(name: name, shape: shape, values: FloatBuffer(values(site, name, shape)), decays: shape.count > 1)
    }
    embedding = make(.embedding, "model.embed_tokens.weight", [c.vocabularySize, c.hiddenSize])
    positions =
      c.features.embedsPositions
      ? make(.positions, "model.embed_positions.weight", [c.contextLength, c.hiddenSize]) : nil
    head = c.tieWordEmbeddings ? nil : make(.head, "lm_head.weight", [c.vocabularySize, c.hiddenSize])
    finalNorm = make(.finalNorm, "model.norm.weight", [c.hiddenSize])
    finalShift = c.features.centersNorms ? make(.finalShift, "model.norm.bias", [c.hiddenSize]) : nil
    layers = (0..<c.layerCount).map { index in
      var layer = Layer()
      for projection in c.projections(ofLayer: index) {
        let name = projection.moduleName(layer: index), shape = c.shape(of: projection)
        layer.linear[projection] = make(.weight(index, projection), name + ".weight", shape)
        if c.features.biases.contains(projection) {
          layer.biases[projection] = make(.bias(index, projection), name + ".bias", [shape[0]])
        }
      }
      layer.experts = c.experts(ofLayer: index).map { features in
        ExpertLayer(
          router: make(.router(index), Experts.routerName(layer: index), [features.count, c.hiddenSize]),
          experts: (0..<features.count).map { expert in
            var own: [Projection: Parameter] = [:]
            for projection in [Projection.gate, .up, .down] {
              let name = Experts.weightName(layer: index, expert: expert, projection)
              own[projection] = make(.expert(index, expert, projection), name, c.shape(of: projection, in: features))
            }
            return own
          })
      }
      for norm in HeadNorm.allCases {
        if let size = c.size(of: norm) {
          layer.headNorms[norm] = make(.headNorm(index, norm), norm.name(layer: index), [size])
        }
      }
      for (norm, name) in c.blockNorms(layer: index) {
        layer.norms[norm] = make(.norm(index, norm), name, [c.hiddenSize])
        guard c.features.centersNorms else { continue }
        let shift = name.dropLast("weight".count) + "bias"
        layer.normShifts[norm] = make(.normShift(index, norm), String(shift), [c.hiddenSize])
      }
      return layer
    }
  }
}

extension DecoderWeights {
  /// nil where it has no such weight.
  fileprivate func values(of site: ModelParameters.Site, on pool: ThreadPool) -> [Float]? {
    switch site {
    case .embedding: embedding.values(on: pool)
    case .positions: positions?.values(on: pool)
    case .head: (storedHead ?? head).values(on: pool)
    case .finalNorm: finalNorm.array
    case .finalShift: finalShift?.array
    case .norm(let layer, let norm): layers[layer].norms[norm]?.array
    case .normShift(let layer, let norm): layers[layer].normShifts[norm]?.array
    case .weight(let layer, let projection): layers[layer][projection].values(on: pool)
    case .bias(let layer, let projection): layers[layer].biases[projection]?.array
    case .headNorm(let layer, let norm): layers[layer].headNorms[norm]?.array
    case .router(let layer): layers[layer].experts?.router.values(on: pool)
    case .expert(let layer, let expert, let projection):
      layers[layer].experts?.experts[expert][projection]?.values(on: pool)
    }
  }
}

extension ModelParameters {
  /// Adds an adapter's update, scaling * B A, to the weights that it stands beside.
  public func add(_ adapter: LoRAParameters, on pool: ThreadPool) {
    for module in adapter.modules {
      guard let weight = layers[module.layer].linear[module.projection] else { continue }
      let update = FloatBuffer(count: weight.values.count)
      pool.multiplyBack(module.b.values.base, rows: weight.shape[0], by: module.a.matrix, into: update.base)
      pool.add(update.base, times: Float(module.scaling), to: weight.values.base, count: update.count)
    }
  }
}
