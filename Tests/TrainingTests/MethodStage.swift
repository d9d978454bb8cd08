import Checkpoints
import Corpora
import Statistics
import Tensors
import TestSupport
import Tokenization
import Transformers

@testable import Training

/// A small base, and what is trained beside it, for the tests of training methods.
struct MethodStage {
  let folder: ScratchDirectory
  let pool: ThreadPool
  let configuration: ModelConfiguration
  let weights: DecoderWeights

  /// - Parameter fused: whether several projections are stored as one weight.
  init(fused: Bool = false, threads: Int = 2) throws {
    folder = try ScratchDirectory()
    pool = ThreadPool(threads: threads)
    var shape = ModelConfiguration(
      vocabularySize: 29, hiddenSize: 24, intermediateSize: 40, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      contextLength: 64)
    if fused { shape.architecture = .phi3 }
    configuration = shape
    try ModelParameters(shape, seed: 5, standardDeviation: 0.2).write(to: folder["model"], files: [])
    weights = try DecoderWeights(Checkpoint(directory: folder["model"]), format: .f32, on: pool)
  }

  let samples: [TrainingSample] = (0..<8).map { sample in
    let ids = (0..<5 + sample % 4).map { Int32((sample * 7 + $0 * 5) % 29) }
    return TrainingSample(name: "\(sample)", ids: ids, isLabel: ids.indices.map { $0 > 1 })
  }

  /// - Parameter spread: of the numbers of B; 0 is a fresh adapter.
  func adapter(rank: Int = 3, alpha: Double = 6, dropout: Double = 0.1, spread: Double = 0) -> LoRAParameters {
    let adapter = LoRAParameters(
      LoRAParameters.Shape(projections: Projection.allCases, rank: rank, alpha: alpha, dropout: dropout),
      for: configuration, seed: 7)
    for parameter in adapter.parameters where spread > 0 && parameter.name.hasSuffix("lora_B.weight") {
      let values = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: parameter.values.count, standardDeviation: spread)
      for (place, value) in values.enumerated() { parameter.values[place] = value }
    }
    return adapter
  }

  func subject(_ change: (inout TrainingConfiguration) -> Void, _ trained: MethodSubject.Trained) -> MethodSubject {
    var job = TrainingConfiguration()
    change(&job)
    return MethodSubject(job, model: configuration, tokenizer: LetterTokenizer(), trained: trained, pool: pool)
  }

  /// What a method adds to the training of an adapter.
  func addition(
    _ method: TrainingMethod, to adapter: LoRAParameters, _ change: (inout TrainingConfiguration) -> Void
  ) throws -> TrainingAddition {
    try method.addition(to: subject(change, .adapter(adapter, beside: weights)))
  }

  func trainer(
    _ adapter: LoRAParameters, _ recipe: TrainingRecipe, _ addition: TrainingAddition = .none,
    tokensAtOnce: Int = .max
  ) -> Trainer {
    Trainer(
      GradientComputer(adapter, beside: weights, longest: 64, on: pool), samples: samples, recipe: recipe,
      addition: addition, tokensAtOnce: tokensAtOnce, on: pool)
  }

  /// Trains to the end; gives the numbers of all parameters.
  static func numbers(_ trainer: Trainer) -> [[Float]] {
    while !trainer.isFinished { guard trainer.step().isFinite else { break } }
    return trainer.computer.parameters.map(\.values.array)
  }

  /// The value of a penalty, and what it adds to the gradients of some parameters.
  func gradients(
    of penalty: TrainingPenalty, _ parameters: [Parameter]
  ) -> (value: Double, gradients: [[Float]]) {
    for parameter in parameters { parameter.clearGradient() }
    let measures = penalty.addGradients(pool)
    let value = measures.first { $0.name == "penalty" }?.value ?? .nan
    return (value, parameters.map(\.gradient.array))
  }

  /// The largest difference between a slope of the penalty and its gradient, relative to the gradient's length.
  func worstSlope(of penalty: TrainingPenalty, _ parameters: [Parameter], step: Double = 1e-2) -> Double {
    let (_, gradients) = gradients(of: penalty, parameters)
    var worst = 0.0
    for (parameter, gradient) in zip(parameters, gradients) {
      let original = parameter.values.array
      let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let random = KeyedRandom.normals(
        KeyedRandom.number(of: parameter.name), count: gradient.count, standardDeviation: 1)
      let length = random.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let direction = zip(gradient, random).map { Double($0) / max(norm, 1e-12) + Double($1) / length }
      func shifted(_ by: Double) -> Double {
        for i in original.indices { parameter.values[i] = original[i] + Float(by * direction[i]) }
        defer { for i in original.indices { parameter.values[i] = original[i] } }
        return self.gradients(of: penalty, parameters).value
      }
      let slope = (shifted(step) - shifted(-step)) / (2 * step)
      let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * $1.1 }
      worst = max(worst, abs(slope - expected) / max(norm, 1e-3))
    }
    return worst
  }

  /// s B A of each stored weight, in double precision, (outputs, inputs).
  static func products(_ adapter: LoRAParameters) -> [[Double]] {
    adapter.factors.map { own in
      var product = [Double](repeating: 0, count: own.outputs * own.inputs)
      for o in 0..<own.outputs {
        for i in 0..<own.inputs {
          for k in 0..<own.rank {
            product[o * own.inputs + i] +=
              Double(own.b.values[o * own.rank + k]) * Double(own.a.values[k * own.inputs + i])
          }
          product[o * own.inputs + i] *= own.scaling
        }
      }
      return product
    }
  }

  /// What a gradient G by the product s B A is by the factors: of A s Bᵀ G, of B s G Aᵀ, in the order of the parameters.
  static func factorGradients(_ adapter: LoRAParameters, _ gradients: [[Double]]) -> [[Double]] {
    zip(adapter.factors, gradients).flatMap { own, g in
      var a = [Double](repeating: 0, count: own.rank * own.inputs)
      var b = [Double](repeating: 0, count: own.outputs * own.rank)
      for o in 0..<own.outputs {
        for i in 0..<own.inputs {
          for k in 0..<own.rank {
            let value = own.scaling * g[o * own.inputs + i]
            a[k * own.inputs + i] += Double(own.b.values[o * own.rank + k]) * value
            b[o * own.rank + k] += Double(own.a.values[k * own.inputs + i]) * value
          }
        }
      }
      return [a, b]
    }
  }
}

/// A letter a token, of 27; 0 begins and 1 ends a text.
struct LetterTokenizer: Tokenizer {
  let vocabularySize = 29
  let bosID: Int32? = 0
  let eosID: Int32? = 1
  let unknownID: Int32? = nil
  let bosText: String? = nil
  let addsBOS = false
  let addsEOS = false
  let digest = "letters"
  let warnings: [String] = []
  let manner = "letters"
  let leadingSpaces = LeadingSpaces.kept

  func encode(_ text: String) -> [Int32] { text.utf8.map { Int32($0 % 27) + 2 } }
  func piece(of id: Int32) -> String? { "\(id)" }
  func bytes(of id: Int32) -> [UInt8] { [UInt8(truncatingIfNeeded: id)] }
  func isSpecial(_ id: Int32) -> Bool { id < 2 }
  func decode(_ ids: [Int32]) -> String { ids.map { "\($0) " }.joined() }
}
