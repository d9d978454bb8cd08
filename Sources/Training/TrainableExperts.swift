import Checkpoints
import Tensors
import Transformers

/// The experts of a layer and what chooses them, frozen or trained.
struct TrainableExperts {
  let features: Experts
  var router: TrainableLinear
  /// Gate, up and down of each.
  var experts: [[Projection: TrainableLinear]]

  var isTrained: Bool { router.isTrained }

  init(frozen weights: ExpertWeights, _ features: Experts) {
    self.features = features
    router = TrainableLinear(weight: weights.router)
    experts = weights.experts.map { expert in
      [
        .gate: TrainableLinear(weight: expert.gate), .up: TrainableLinear(weight: expert.up),
        .down: TrainableLinear(weight: expert.down),
      ]
    }
  }

  init(_ parameters: ModelParameters.ExpertLayer, _ features: Experts) {
    self.features = features
    router = TrainableLinear(parameters.router)
    experts = parameters.experts.map { expert in expert.mapValues { TrainableLinear($0) } }
  }

  func map(_ projection: Projection, of expert: Int) -> TrainableLinear {
    guard let map = experts[expert][projection] else { preconditionFailure("an expert has no \(projection.rawValue)") }
    return map
  }
}
