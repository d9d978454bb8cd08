import Checkpoints
public import Configuration
import Files
import Merging

/// The keys of the configuration of `assay merge`: mergekit's, and some more.
extension MergeConfiguration {
  public static let schema = ConfigurationSchema<MergeConfiguration>(
    "merge", models + arithmetic + vocabulary + result, sections: [global, tokens],
    standard: {
      var standard = MergeConfiguration(method: .standard)
      standard.definitions = .mergekit
      return standard
    })

  private static let models: [ConfigurationKey<MergeConfiguration>] = [
    .shortcut("merge_method", "one of \(MergeMethod.all.map(\.name).joined(separator: ", "))", .mergeMethod) {
      $0.method = $1
    },
    .shortcut("name", "mergekit's, for the result; changes nothing", .text) { _, _ in },
    .shortcut(
      "models", "what is merged, all layers of it",
      .entries(Source.schema, with: "model")
    ) { $0.slices = [Slice($1)] },
    .shortcut(
      "slices", "in place of models: the result's layers, from the first on",
      .entries(Slice.schema, with: "sources")
    ) { $0.slices = $1 },
    ConfigurationKey("base_model", "what task vectors are differences from", \.base, .optional(.model)),
  ]

  private static let arithmetic: [ConfigurationKey<MergeConfiguration>] = [
    ConfigurationKey(
      "dtype", "of the result: float32, float16 or bfloat16; arithmetic is float32 or float64 always", \.mergeType,
      .optional(.weightType)),
    ConfigurationKey("out_dtype", "the same, and goes before dtype", \.outType, .optional(.weightType)),
    ConfigurationKey(
      "definitions", "whose defaults hold where paper and mergekit differ; the papers' on the command line",
      \.definitions, .choice),
    ConfigurationKey("seed", "of \(MergeMethod.random)", \.seed, .seed),
  ]

  private static let vocabulary: [ConfigurationKey<MergeConfiguration>] = [
    .shortcut(
      "tokenizer_source",
      "which tokens the result has: base, union (the base's and those that others were given beside), or a folder's. Rows are put in "
        + "that order; a model that lacks a token takes the base's row, or the mean of those that have it. Without it all models must "
        + "have the same tokenizer", .optional(.folder)
    ) { configuration, source in
      if let source { configuration.tokenizer = TokenizerChoice(text: source) }
    },
    ConfigurationKey(
      "chat_template", "auto (the commonest among the models), alpaca, chatml, llama3, or a Jinja template",
      \.chatTemplate, .optional(.chatTemplate)),
  ]

  private static let result: [ConfigurationKey<MergeConfiguration>] = [
    ConfigurationKey(
      "output",
      "dense: a model; adapter: rank K*r, exact; svd: an adapter of the key rank; adapter-space: A and B averaged apart; auto: "
        + "adapter where adapters are averaged, else dense", \.output, .choice),
    ConfigurationKey("rank", "of svd", \.rank, .optional(.whole(upTo: 65536))),
    ConfigurationKey("out", "folder of the result", \.out, .folder),
  ]

  private static let global = ConfigurationSection<MergeConfiguration>(
    "parameters",
    "those of the method, for all models: a number or word; a list of numbers, a gradient over the layers; a list of {filter, value}, of "
      + "which the first counts whose filter is part of the tensor's name. A model's go before its slice's, and those before these",
    MergeMethod.outline, isOpen: true
  ) { (configuration, setting) throws(Diagnostic) in configuration.parameters.take(setting) }

  private static let tokens = ConfigurationSection<MergeConfiguration>(
    "tokenizer", "tokenizer_source with more to say", TokenizerChoice.outline
  ) { (configuration, setting) throws(Diagnostic) in
    var choice = configuration.tokenizer ?? TokenizerChoice(.base)
    try choice.apply(setting)
    configuration.tokenizer = choice
  }
}

extension MergeConfiguration.Source {
  /// One of `models`.
  fileprivate static let schema = schema([])

  /// One of a slice's `sources`.
  fileprivate static let ranged = schema([
    ConfigurationKey("layer_range", "[first, the one behind the last] of its layers", \.layers, .layers)
  ])

  private static func schema(
    _ more: [ConfigurationKey<MergeConfiguration.Source>]
  ) -> ConfigurationSchema<MergeConfiguration.Source> {
    ConfigurationSchema(
      "merge",
      [ConfigurationKey("model", "a model's folder, an adapter's, or FOLDER+ADAPTER", \.model, .model)] + more + [
        ConfigurationKey(
          "statistics", "file of Fisher information or Gram matrices, where they do not lie in the folder",
          \.statistics, .optional(.file))
      ],
      sections: [
        ConfigurationSection("parameters", "as those of the whole merge", MergeMethod.outline, isOpen: true) {
          (source, setting) throws(Diagnostic) in source.parameters.take(setting, nested: true)
        }
      ], standard: { MergeConfiguration.Source(MergeConfiguration.Model("")) })
  }
}

extension MergeConfiguration.Slice {
  fileprivate static let schema = ConfigurationSchema<MergeConfiguration.Slice>(
    "merge",
    [
      ConfigurationKey(
        "sources", "models of which the layers are merged", \.sources,
        .entries(MergeConfiguration.Source.ranged, with: "model") { (source, place, name) throws(Diagnostic) in
          guard source.layers == nil else { return }
          throw Diagnostic(place, "\(name) has no layer_range", expected: LayerRange.expected, status: .wrongUsage)
        })
    ],
    sections: [
      ConfigurationSection("parameters", "as those of the whole merge", MergeMethod.outline, isOpen: true) {
        (slice, setting) throws(Diagnostic) in slice.parameters.take(setting, nested: true)
      }
    ], standard: { MergeConfiguration.Slice([]) })
}
