public import Configuration
public import Corpora
public import Files

/// All that `assay train` can be told.
public struct TrainingConfiguration: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    /// Factors beside frozen weights.
    case lora
    /// All weights.
    case full
    /// LoRA experts beside frozen weights, and a router that mixes them (arXiv:2312.09979).
    case loramoe
  }

  public var model = ""
  /// The shape of a fresh base, by the keys of config.json; empty where `model` is given.
  public var fresh = JSONObject()
  public var tokenizer = ""
  public var out = ""
  /// Writes into a folder that holds something else than a run.
  public var force = false
  public var method = Method.lora
  public var weights = "auto"

  public var source = CorpusSource()
  /// `assignment.json` of a dispersal of the data, and which of its clusters to train on: `2`, or `0+1`.
  public var assignment = ""
  public var cluster = ""
  public var limit: Int?
  public var template = PromptTemplate.alpaca
  /// As it was asked for; nil where it was not.
  private var templateName: String?
  public var prompt: String?
  public var promptWithoutInput: String?
  public var separator = ""
  public var bos: Bool?
  public var eos = true
  public var boundary = SampleEncoder.LabelBoundary.offset
  public var maxLength = 1024

  public var lora = LoRAParameters.Shape()
  /// Of method loramoe.
  public var mixture = ExpertMixture()
  public var recipe = TrainingRecipe()
  /// What is done beside plain fine-tuning, and what each method is told.
  public var baseline = TrainingMethod.vanilla
  public var l2 = L2Settings()
  public var ewc = EWCSettings()
  public var replay = ReplaySettings()
  /// What the size of a batch is multiplied by.
  var accumulation = 1

  public var validationFraction = 0.0
  public var validationEvery = 100
  /// Validations without gain after which the run stops; nil: never.
  public var patience: Int?
  public var keepsBest = true
  public var checkpointEvery = 50
  public var probe = TrainingProbe()

  /// What two runs must share for one to go on as the other, as text; paths and what changes no number are left out.
  public var recipeDescription: String { ownKeys.description(of: self) }

  /// Where its keys were written.
  public internal(set) var written = WrittenPlaces("train")

  public init() {}

  /// Applies settings one after the other; a preset goes first, wherever it stands.
  public mutating func apply(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    try Self.schema.apply(settings, to: &self)
    let (size, overflows) = recipe.batchSize.multipliedReportingOverflow(by: accumulation)
    guard !overflows, size <= 1 << 20 else {
      throw Diagnostic(
        written["gradient_accumulation_steps", "batch_size"],
        "gradient_accumulation_steps \(accumulation) times batch_size \(recipe.batchSize) is too large",
        expected: "\(1 << 20) sequences of an update at most", status: .wrongUsage)
    }
    (recipe.batchSize, accumulation) = (size, 1)
  }

  /// The template's name; own where there is a prompt.
  var shownTemplate: String {
    get { prompt == nil ? template.name : "own" }
    set {
      templateName = newValue
      if let known = PromptTemplate.all.first(where: { $0.name == newValue }) { template = known }
    }
  }

  /// Keys of config.json that make a fresh base what it is.
  static let shapeKeys = [
    "architectures", "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
    "num_key_value_heads", "head_dim", "max_position_embeddings", "rope_theta", "rms_norm_eps", "sliding_window",
    "tie_word_embeddings", "hidden_act", "bos_token_id", "eos_token_id",
  ]

  /// Looks for what no single key shows.
  public func check() throws(Diagnostic) {
    try checkPlaces()
    try checkRecipe()
  }

  /// Looks for what is wrong whatever is trained and wherever it lies.
  public func checkRecipe() throws(Diagnostic) {
    switch (templateName == "own", prompt != nil) {
    case (true, false):
      throw Diagnostic(
        written["template"], "template: own has no prompt", expected: "prompt: a text with {instruction}",
        status: .wrongUsage)
    case (false, true) where templateName != nil:
      throw Diagnostic(
        written["prompt", "template"], "both the template \(template.name) and a prompt",
        expected: "template: own, or no prompt",
        status: .wrongUsage)
    default: break
    }
    _ = try ownTemplate()
    try checkMixture()
    guard patience == nil || validationFraction > 0 else {
      throw Diagnostic(
        written["validation.patience"], "validation.patience without a validation",
        expected: "validation.fraction above 0", status: .wrongUsage)
    }
    if !fresh.members.isEmpty, method != .full {
      throw Diagnostic(
        written["method", "init"], "a fresh model has nothing to put an adapter beside", expected: "method: full",
        status: .wrongUsage)
    }
    try checkAveraging()
    try checkBaseline()
  }

  private func checkAveraging() throws(Diagnostic) {
    let kind = recipe.averaging.kind
    for (name, own) in [("decay", WeightAverage.Settings.Kind.ema), ("window", .lawa), ("every", .lawa)]
    where own != kind && written.names("averaging." + name) {
      throw Diagnostic(
        written["averaging." + name],
        "averaging.\(name) is of averaging.kind: \(own.rawValue), and it is \(kind.rawValue)",
        expected: "averaging.kind: \(own.rawValue), or no averaging.\(name)", status: .wrongUsage)
    }
    guard kind == .none || validationFraction == 0 || !keepsBest else {
      throw Diagnostic(
        written["averaging.kind"], "averaging.kind: \(kind.rawValue), and the best validation is the result",
        expected: "validation.keep_best: false, or no average", status: .wrongUsage)
    }
  }

  /// Looks for places that are missing or that do not go together.
  public func checkPlaces() throws(Diagnostic) {
    guard model.isEmpty || tokenizer.isEmpty else {
      throw Diagnostic(
        written["tokenizer"], "both model and tokenizer",
        expected: "a model brings its own tokenizer; tokenizer belongs to init",
        status: .wrongUsage)
    }
    guard !out.isEmpty else {
      throw Diagnostic(written["out"], "no out", expected: "out: the folder of the run", status: .wrongUsage)
    }
    guard !source.files.isEmpty else {
      throw Diagnostic(written["data"], "no data", expected: "data: a file or a list of files", status: .wrongUsage)
    }
    guard assignment.isEmpty == cluster.isEmpty else {
      throw Diagnostic(
        written["cluster", "assignment"],
        assignment.isEmpty ? "cluster without assignment" : "assignment without cluster",
        expected: "assignment: the assignment.json of a dispersal, and cluster: a label, or several joined by +",
        status: .wrongUsage)
    }
    if model.isEmpty {
      guard !fresh.members.isEmpty, !tokenizer.isEmpty else {
        throw Diagnostic(
          written["model"], "no model",
          expected: "model: a folder; or init: the shape of a fresh one, and tokenizer: its tokenizer.model",
          status: .wrongUsage)
      }
    } else if !fresh.members.isEmpty {
      throw Diagnostic(written["init"], "both model and init", expected: "one of the two", status: .wrongUsage)
    }
  }
}
