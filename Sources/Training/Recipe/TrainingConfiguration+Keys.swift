import Checkpoints
public import Configuration
import Corpora
import Files

/// The keys of the configuration of `assay train`.
extension TrainingConfiguration {
  public static let schema = ConfigurationSchema<TrainingConfiguration>(
    "train", [preset] + keys + [accumulation], sections: [shape], places: \.written,
    standard: { TrainingConfiguration() })

  public static let keys: [ConfigurationKey<TrainingConfiguration>] =
    places + corpus + adapter + mixture + optimization + TrainingMethod.keys + supervision + averaging + probing

  private static let preset = ConfigurationKey<TrainingConfiguration>.shortcut(
    "preset",
    "sets many keys, and goes before them: "
      + TrainingPreset.all.map { "\($0.name): \($0.help)" }.joined(separator: "; "), TrainingPreset.type,
    goesFirst: true
  ) { configuration, preset in preset.apply(&configuration) }

  private static let accumulation = ConfigurationKey<TrainingConfiguration>.shortcut(
    "gradient_accumulation_steps",
    "multiplies batch_size, of whatever size it is: an update takes all of its sequences at once", .whole(upTo: 1 << 20)
  ) { $0.accumulation = $1 }

  private static let shape = ConfigurationSection<TrainingConfiguration>(
    "init", "shape of a fresh base, by the keys of config.json",
    ConfigurationOutline(
      command: "train",
      shapeKeys.map { ConfigurationOutline.Entry(name: $0, help: "as config.json has it", kind: .any) })
  ) { (configuration, setting) throws(Diagnostic) in configuration.fresh[setting.key] = setting.value }

  private static let places: [ConfigurationKey<TrainingConfiguration>] = [
    ConfigurationKey("model", "folder of the base model", \.model, .path, changesResult: false),
    ConfigurationKey(
      "tokenizer", "tokenizer.model or tokenizer.json of a fresh base", \.tokenizer, .path, changesResult: false),
    ConfigurationKey("out", "folder of the run", \.out, .path, changesResult: false),
    ConfigurationKey(
      "method",
      "lora: factors beside frozen weights; full: all weights; loramoe: LoRA experts and a router beside frozen weights",
      \.method, .choice),
    ConfigurationKey(
      "weights", "dtype of frozen weights in memory: auto (as on disk), f32, bf16 or f16", \.weights,
      .name(of: ["auto", "f32", "bf16", "f16"])),
  ]

  private static let corpus: [ConfigurationKey<TrainingConfiguration>] =
    CorpusSource.keys.map { $0.lifted(to: \.source) } + [
      // What the two choose is part of the run's identity by the records themselves.
      ConfigurationKey(
        "assignment", "assignment.json of a dispersal of data, to train on a part", \.assignment, .path,
        changesResult: false),
      ConfigurationKey(
        "cluster", "which of its clusters: a label, or several as 0+1", \.cluster, .text, changesResult: false),
      ConfigurationKey(
        "limit", "only the first n records (of the chosen clusters)", \.limit, .optional(.whole(upTo: 1_000_000_000))),
      ConfigurationKey(
        "template", "alpaca, alpaca-without-input, chatml, llama-2; or own, with prompt", \.shownTemplate,
        .name(of: PromptTemplate.all.map(\.name) + ["own"])),
      ConfigurationKey(
        "prompt", "own template: a text with {instruction}, and maybe {input}", \.prompt, .optional(.text)),
      ConfigurationKey(
        "prompt_without_input", "own template for turns without an input", \.promptWithoutInput, .optional(.text)),
      ConfigurationKey("separator", "text between prompt and response", \.separator, .text),
      ConfigurationKey(
        "bos", "whether sequences begin with BOS; auto: as the tokenizer's configuration says", \.bos, .automatic),
      ConfigurationKey("eos", "whether the response ends with EOS, which is learned", \.eos, .flag),
      ConfigurationKey(
        "boundary", "labels by the offset of bytes, or by prefix-length: tokens of the prompt alone", \.boundary,
        .choice),
      ConfigurationKey(
        "max_length", "maximum number of tokens of a sequence", \.maxLength, .whole(), aliases: ["max_seq_length"]),
    ]

  private static let adapter: [ConfigurationKey<TrainingConfiguration>] = [
    ConfigurationKey(
      "lora.targets", "target modules, by the names of Llama's or as PEFT calls the model's own", \.lora.targets,
      .targets,
      aliases: ["target_modules", "lora_target_modules", "lora.target_modules"]),
    ConfigurationKey(
      "lora.rank", "rank of the factors", \.lora.rank, .whole(upTo: 1 << 30), aliases: ["r", "lora_r", "lora.r"]),
    ConfigurationKey(
      "lora.alpha", "the update is scaled by alpha/rank", \.lora.alpha, .number(from: 0),
      aliases: ["lora_alpha", "lora.lora_alpha"]),
    ConfigurationKey(
      "lora.dropout", "dropout probability of an adapter's input", \.lora.dropout, .part,
      aliases: ["lora_dropout", "lora.lora_dropout"]),
    ConfigurationKey(
      "lora.rslora", "scaling alpha/√rank instead of alpha/rank", \.lora.isRankStabilized, .flag,
      aliases: ["use_rslora", "lora.use_rslora"]),
    ConfigurationKey(
      "lora.plus_ratio", "LoRA+: learning rate of B over that of A", \.lora.rateRatio, .number(above: 0),
      aliases: ["loraplus_lr_ratio"]),
  ]

  private static let optimization: [ConfigurationKey<TrainingConfiguration>] = [
    ConfigurationKey(
      "learning_rate", "peak learning rate", \.recipe.rate, .number(above: 0, upTo: 1e30), aliases: ["lr"]),
    ConfigurationKey(
      "schedule", "cosine, linear or constant, after the warm-up", \.recipe.schedule.shape, .choice,
      aliases: ["lr_scheduler_type", "lr_scheduler"]),
    ConfigurationKey(
      "warmup", "warm-up steps, from a learning rate of 0", \.recipe.schedule.warmUp,
      .whole(from: 0, upTo: 1_000_000_000),
      aliases: ["warmup_steps"]),
    ConfigurationKey(
      "epochs", "passes over the samples", \.recipe.epochs, .whole(upTo: 1_000_000),
      aliases: ["num_epochs", "num_train_epochs"]),
    ConfigurationKey(
      "updates", "optimizer steps of the run, instead of epochs", \.recipe.updates,
      .optional(.whole(upTo: 1_000_000_000)),
      aliases: ["max_steps"]),
    ConfigurationKey(
      "batch_size", "sequences per optimizer step", \.recipe.batchSize, .whole(upTo: 1 << 20),
      aliases: ["per_device_train_batch_size", "micro_batch_size"]),
    ConfigurationKey("beta1", "AdamW", \.recipe.optimizer.beta1, .part, aliases: ["adam_beta1"]),
    ConfigurationKey("beta2", "AdamW", \.recipe.optimizer.beta2, .part, aliases: ["adam_beta2"]),
    ConfigurationKey("epsilon", "AdamW", \.recipe.optimizer.epsilon, .number(above: 0), aliases: ["adam_epsilon"]),
    ConfigurationKey("weight_decay", "AdamW; matrices only", \.recipe.optimizer.weightDecay, .number(from: 0)),
    ConfigurationKey(
      "clip", "maximum gradient norm; null does not clip", \.recipe.clip,
      .optional(.number(above: 0, upTo: 1e12)), aliases: ["max_grad_norm"]),
    ConfigurationKey(
      "loss", "loss reduction over a batch: token-mean or sequence-mean", \.recipe.lossReduction, .choice),
    ConfigurationKey(
      "neftune_alpha", "NEFTune: noise on the embeddings; 0 is none", \.recipe.neftuneAlpha, .number(from: 0),
      aliases: ["neftune_noise_alpha"]),
    ConfigurationKey("seed", "of the first weights, the order of the data and all draws", \.recipe.seed, .seed),
  ]

  private static let supervision: [ConfigurationKey<TrainingConfiguration>] = [
    ConfigurationKey(
      "validation.fraction", "fraction of the samples that is held out for validation", \.validationFraction, .part),
    ConfigurationKey(
      "validation.every", "steps between validations", \.validationEvery, .whole(upTo: 1_000_000_000)),
    ConfigurationKey(
      "validation.patience", "early stopping: validations without improvement after which the run stops", \.patience,
      .optional(.whole())),
    ConfigurationKey(
      "validation.keep_best", "whether the weights of the best validation are the result", \.keepsBest, .flag),
    ConfigurationKey(
      "checkpoint_every", "steps between checkpoints, from which a run is resumed", \.checkpointEvery,
      .whole(upTo: 1_000_000_000), aliases: ["save_steps"], changesResult: false),
  ]

  private static let averaging: [ConfigurationKey<TrainingConfiguration>] = [
    ConfigurationKey(
      "averaging.kind", "none; ema: exponential moving average of the updates; lawa: mean of the latest states",
      \.recipe.averaging.kind, .choice
    ).absent(meaning: "none") { $0.recipe.averaging.kind == .none },
    ConfigurationKey("averaging.decay", "of ema: what stays of it in each update", \.recipe.averaging.decay, .part)
      .absent { $0.recipe.averaging.kind != .ema },
    ConfigurationKey("averaging.window", "of lawa: states", \.recipe.averaging.window, .whole(upTo: 1000))
      .absent { $0.recipe.averaging.kind != .lawa },
    ConfigurationKey(
      "averaging.every", "of lawa: steps between states", \.recipe.averaging.every, .whole(upTo: 1_000_000_000)
    ).absent { $0.recipe.averaging.kind != .lawa },
  ]

  private static let probing: [ConfigurationKey<TrainingConfiguration>] = [
    ConfigurationKey(
      "probe.tasks", "tasks to score while the model is trained: a name or a list, as in assay score --tasks",
      \.probe.tasks, .texts, changesResult: false),
    ConfigurationKey(
      "probe.every", "steps between probes", \.probe.every, .whole(upTo: 1_000_000_000), changesResult: false),
    ConfigurationKey(
      "probe.limit", "items of each task; null asks all", \.probe.limit, .optional(.whole(upTo: 1_000_000_000)),
      changesResult: false),
    ConfigurationKey(
      "probe.data", "fixtures, or the folder of the official files", \.probe.data, .path, changesResult: false),
    ConfigurationKey(
      "probe.preset", "which protocols the names mean; null: those that assay score takes without --preset",
      \.probe.preset, .optional(.text), changesResult: false),
  ]
}

extension ValueType where Value == Bool? {
  /// true, false, or auto for nil.
  fileprivate static var automatic: ValueType {
    ValueType(.either([.choice(["auto"]), .flag]), show: { $0.map { .bool($0) } ?? "auto" }) { (s) throws(Diagnostic) in
      s.value.string == "auto" ? nil : try s.flag()
    }
  }
}

extension ValueType where Value == [String] {
  /// Names of modules; of projections with `_proj` or without.
  fileprivate static var targets: ValueType {
    let names = Projection.allCases.map(\.rawValue) + ModelConfiguration.otherTargets
    return ValueType(.list(.choice(names)), show: { .array($0.map { .string($0) }) }) {
      (s) throws(Diagnostic) in
      var targets: [String] = []
      for name in try s.texts() {
        let projection = Projection.allCases.first { $0.rawValue == name || "\($0)" == name }
        guard let target = projection?.rawValue ?? names.first(where: { $0 == name }) else {
          throw s.wrong("names of \(names.joined(separator: ", "))")
        }
        targets.append(target)
      }
      guard !targets.isEmpty else { throw s.wrong("at least one module") }
      guard Set(targets).count == targets.count else { throw s.wrong("each module once") }
      return targets
    }
  }
}
