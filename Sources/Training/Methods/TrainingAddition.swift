public import Checkpoints
public import Tensors
public import Tokenization
public import Transformers

/// What a method adds to plain fine-tuning.
public struct TrainingAddition {
  /// nil: none.
  var penalty: TrainingPenalty?
  /// Text beside the corpus; nil: none.
  var replay: ReplayStream?
  /// Tokens of its longest sequence.
  public internal(set) var longest = 0
  /// Added to the recipe's own weight decay.
  var weightDecay = 0.0
  /// Digests of what it read, by name; parts of the run's identity and provenance.
  public internal(set) var identity: [(name: String, digest: String)] = []
  /// Bytes that it holds from the first update to the last.
  public internal(set) var bytes = 0

  /// Vanilla's.
  public static var none: TrainingAddition { TrainingAddition() }
}

/// A penalty on what is trained.
struct TrainingPenalty {
  /// Adds its gradient to those of the parameters, once in each update, when the loss's are complete. Gives what the log says of it,
  /// as it is before the update; no number of threads changes a bit.
  let addGradients: (ThreadPool) -> [Trainer.Step.Measure]
}

/// What a method sees of a run before the first update.
public struct MethodSubject {
  public enum Trained {
    case adapter(LoRAParameters, beside: DecoderWeights)
    case model(ModelParameters)
  }

  let configuration: TrainingConfiguration
  let model: ModelConfiguration
  let tokenizer: any Tokenizer
  /// With the values that it begins with, whether the run is resumed or not.
  let trained: Trained
  let pool: ThreadPool

  public init(
    _ configuration: TrainingConfiguration, model: ModelConfiguration, tokenizer: any Tokenizer, trained: Trained,
    pool: ThreadPool
  ) {
    self.configuration = configuration
    self.model = model
    self.tokenizer = tokenizer
    self.trained = trained
    self.pool = pool
  }
}
