import Checkpoints
import Corpora
import Files
import Training

/// The keys of the configuration of `assay train`.
public enum TrainingField {
  /// The help of all keys, with the values that hold where nothing is said.
  public static var help: String {
    let configuration = TrainingConfiguration()
    var text = "preset: \(TrainingPreset.all.map(\.name).joined(separator: " | "))\n"
    for preset in TrainingPreset.all { text += "    \(preset.name): \(preset.help)\n" }
    text +=
      "init.KEY\n    shape of a fresh base, by the keys of config.json: "
      + TrainingConfiguration.shapeKeys.joined(separator: ", ") + "\n"
    return all.reduce(text) { $0 + $1.help(configuration) }
  }

  public static let all: [ConfigurationField<TrainingConfiguration>] =
    places + corpus + adapter + optimization + supervision + probing

  private static let places: [ConfigurationField<TrainingConfiguration>] = [
    .text("model", "folder of the base model", \.model, changesResult: false),
    .text("tokenizer", "tokenizer.model of a fresh base", \.tokenizer, changesResult: false),
    .text("out", "folder of the run", \.out, changesResult: false),
    .choice("method", "lora: factors beside frozen weights; full: all weights", \.method),
    ConfigurationField(
      "weights", "number format of frozen weights in memory: auto (as on disk), f32, bf16 or f16",
      value: { .string($0.weights) },
      set: { (c, s) throws(Diagnostic) in
        c.weights = try s.choice(of: ["auto", "f32", "bf16", "f16"])
      }),
  ]

  private static let corpus: [ConfigurationField<TrainingConfiguration>] = [
    ConfigurationField(
      "data", "file or list of files: .jsonl, .json, .jsonl.gz, or plain text", changesResult: false,
      value: { .array($0.data.map { .string($0) }) },
      set: { (c, s) throws(Diagnostic) in c.data = try s.texts() }),
    ConfigurationField(
      "format", "alpaca, messages, completion, text, or auto: by the fields of each file's first record",
      value: { .string($0.format?.rawValue ?? "auto") },
      set: { (c, s) throws(Diagnostic) in
        c.format = CorpusFormat(rawValue: try s.choice(of: ["auto"] + CorpusFormat.allCases.map(\.rawValue)))
      }),
    .choice("turns", "turns of a dialogue that are learned: first, or all", \.turns),
    .choice("documents", "what is one document of plain text: file, paragraph or line", \.documents),
    // Which records are left out is part of the corpus's digest.
    .choice("on_bad_record", BadRecords.help, \.badRecords, changesResult: false),
    // What the two choose is part of the run's identity by the records themselves.
    .text(
      "assignment", "assignment.json of a dispersal of data, to train on a part", \.assignment, changesResult: false),
    .text("cluster", "which of its clusters: a label, or several as 0+1", \.cluster, changesResult: false),
    .optionalSize("limit", "only the first n records (of the chosen clusters)", \.limit, upTo: 1_000_000_000),
    ConfigurationField(
      "template", "alpaca, alpaca-without-input, chatml, llama-2; or own, with prompt",
      value: { .string($0.prompt == nil ? $0.template.name : "own") },
      set: { (c, s) throws(Diagnostic) in
        let name = try s.choice(of: PromptTemplate.all.map(\.name) + ["own"])
        c.templateName = name
        if let template = PromptTemplate.all.first(where: { $0.name == name }) { c.template = template }
      }),
    .optionalText("prompt", "own template: a text with {instruction}, and maybe {input}", \.prompt),
    .optionalText("prompt_without_input", "own template for turns without an input", \.promptWithoutInput),
    .text("separator", "text between prompt and response", \.separator),
    ConfigurationField(
      "bos", "whether sequences begin with BOS; auto: as the tokenizer's configuration says",
      value: { $0.bos.map { .bool($0) } ?? "auto" },
      set: { (c, s) throws(Diagnostic) in c.bos = s.value.string == "auto" ? nil : try s.flag() }),
    .flag("eos", "whether the response ends with EOS, which is learned", \.eos),
    .choice("boundary", "labels by the offset of bytes, or by prefix-length: tokens of the prompt alone", \.boundary),
    .size("max_length", "tokens of the longest sequence", \.longest),
  ]

  private static let adapter: [ConfigurationField<TrainingConfiguration>] = [
    ConfigurationField(
      "lora.targets", "modules with an adapter",
      value: { .array($0.lora.projections.map { .string($0.rawValue) }) },
      set: { (c, s) throws(Diagnostic) in
        var projections: [Projection] = []
        for name in try s.texts() {
          guard let projection = Projection.allCases.first(where: { $0.rawValue == name || "\($0)" == name }) else {
            throw s.wrong("names of \(Projection.allCases.map(\.rawValue).joined(separator: ", "))")
          }
          projections.append(projection)
        }
        guard !projections.isEmpty else { throw s.wrong("at least one module") }
        c.lora.projections = projections
      }),
    .size("lora.rank", "rank of the factors", \.lora.rank, upTo: 1 << 30),
    .number("lora.alpha", "scaling times the rank", \.lora.alpha, from: 0),
    .part("lora.dropout", "probability with which an adapter's input is dropped", \.lora.dropout),
    .flag("lora.rslora", "scaling alpha/√rank instead of alpha/rank", \.lora.isRankStabilized),
    ConfigurationField(
      "lora.plus_ratio", "LoRA+: learning rate of B over that of A", range: (0.0).nextUp...1e6,
      value: { .number($0.lora.rateRatio) },
      set: { (c, s) throws(Diagnostic) in
        c.lora.rateRatio = try s.number(from: 0, upTo: 1e6)
        if c.lora.rateRatio == 0 { throw s.wrong("a number above 0") }
      }),
  ]

  private static let optimization: [ConfigurationField<TrainingConfiguration>] = [
    .number("learning_rate", "highest learning rate", \.recipe.rate, from: 0, upTo: 1e30),
    .choice("schedule", "cosine, linear or constant, behind the warm-up", \.recipe.schedule.shape),
    .size("warmup", "updates of the warm-up, from 0", \.recipe.schedule.warmUp, from: 0, upTo: 1_000_000_000),
    .size("epochs", "times that every sample is seen", \.recipe.epochs, upTo: 1_000_000),
    .optionalSize("updates", "updates of the run, instead of epochs", \.recipe.updates, upTo: 1_000_000_000),
    .size("batch_size", "sequences of an update", \.recipe.batchSize, upTo: 1 << 20),
    .part("beta1", "AdamW", \.recipe.optimizer.beta1),
    .part("beta2", "AdamW", \.recipe.optimizer.beta2),
    .number("epsilon", "AdamW", \.recipe.optimizer.epsilon, from: 0),
    .number("weight_decay", "AdamW; matrices only", \.recipe.optimizer.weightDecay, from: 0),
    ConfigurationField(
      "clip", "largest norm of the gradient; null does not clip", range: (0.0).nextUp...1e12,
      value: { $0.recipe.clip.map { .number($0) } ?? .null },
      set: { (c, s) throws(Diagnostic) in
        c.recipe.clip = s.value.isNull ? nil : try s.number(from: 0, upTo: 1e12)
        if c.recipe.clip == 0 { throw s.wrong("a number above 0, or null") }
      }),
    .choice("loss", "what a batch's loss is the mean of: token-mean or sequence-mean", \.recipe.lossReduction),
    .number("neftune_alpha", "NEFTune: noise on the embeddings; 0 is none", \.recipe.neftuneAlpha, from: 0),
    .seed("seed", "of the first weights, the order of the data and all draws", \.recipe.seed),
  ]

  private static let supervision: [ConfigurationField<TrainingConfiguration>] = [
    .part("validation.fraction", "part of the samples kept apart", \.validationFraction),
    .size("validation.every", "updates between validations", \.validationEvery, upTo: 1_000_000_000),
    .optionalSize("validation.patience", "validations without gain after which the run stops", \.patience),
    .flag("validation.keep_best", "whether the weights of the best validation are the result", \.keepsBest),
    .size(
      "checkpoint_every", "updates between states that a resume can start from", \.checkpointEvery,
      upTo: 1_000_000_000, changesResult: false),
  ]

  private static let probing: [ConfigurationField<TrainingConfiguration>] = [
    ConfigurationField(
      "probe.tasks", "tasks to score while the model is trained: a name or a list, as in assay score --tasks",
      changesResult: false, value: { .array($0.probe.tasks.map { .string($0) }) },
      set: { (c, s) throws(Diagnostic) in c.probe.tasks = try s.texts() }),
    .size("probe.every", "updates between probes", \.probe.every, upTo: 1_000_000_000, changesResult: false),
    .optionalSize(
      "probe.limit", "items of each task; null asks all", \.probe.limit, upTo: 1_000_000_000, changesResult: false),
    .text("probe.data", "fixtures, or the folder of the official files", \.probe.data, changesResult: false),
    .text("probe.preset", "which protocols the names mean", \.probe.preset, changesResult: false),
  ]
}
