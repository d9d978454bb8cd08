public import Configuration
import Files
import Merging

/// A key of the merge's configuration file, and what it means.
public struct MergeKey: Sendable {
  public let name: String
  public let help: String
  let kind: ValueKind

  private init(name: String, help: String, kind: ValueKind = .any) {
    self.name = name
    self.help = help
    self.kind = kind
  }

  /// The keys as they stand in a file.
  public static var outline: ConfigurationOutline {
    ConfigurationOutline(
      command: "merge", all.map { ConfigurationOutline.Entry(name: $0.name, help: $0.help, kind: $0.kind) })
  }

  public static let all: [MergeKey] = [
    MergeKey(name: "merge_method", help: "one of the methods below"),
    MergeKey(
      name: "models",
      help: "list of {model, parameters}; a model is a folder, an adapter's folder, or FOLDER+ADAPTER. "
        + "statistics: FILE where Fisher information or Gram matrices do not lie in the folder"),
    MergeKey(
      name: "slices",
      help: "in place of models: list of {sources: [{model, layer_range: [first, end], parameters}], parameters}"),
    MergeKey(name: "base_model", help: "what task vectors are differences from"),
    MergeKey(
      name: "parameters",
      help: "those of the method: a number or word; a list of numbers, a gradient over the layers; a list of "
        + "{filter, value}, of which the first counts whose filter is part of the tensor's name. "
        + "A model's go before its slice's, and those before these"),
    MergeKey(
      name: "dtype", help: "float32, float16 or bfloat16: the result's format. Arithmetic is float32 or float64 always"),
    MergeKey(name: "out_dtype", help: "the same, and goes before dtype"),
    MergeKey(
      name: "tokenizer_source",
      help:
        "which tokens the result has: base, union (the base's and those that others were given beside), or a folder's. "
        + "Rows are put in that order; a model that lacks a token takes the base's row, or the mean of those that have it. "
        + "Without it all models must have the same tokenizer"),
    MergeKey(
      name: "tokenizer",
      help: "the same with more to say: {source, pad_to_multiple_of, tokens: {TOKEN: {source: MODEL, {kind: zero} or "
        + "{kind: model_token, model, token or token_id}, force: true where all models are to have that row}}}"),
    MergeKey(
      name: "chat_template",
      help: "auto (the commonest among the models), alpaca, chatml, llama3, or a Jinja template"),
    MergeKey(
      name: "definitions",
      help:
        "paper or mergekit: whose defaults hold where they differ; mergekit's in a file, the papers' on the command line"
    ),
    MergeKey(
      name: "output",
      help:
        "dense: a model; adapter: rank K*r, exact; svd: an adapter of the key rank; adapter-space: A and B averaged apart; "
        + "auto: adapter where adapters are averaged, else dense"),
    MergeKey(name: "rank", help: "of svd"),
    MergeKey(name: "seed", help: "of \(randomMethods)"),
    MergeKey(name: "out", help: "folder of the result"),
  ]

  /// Those that the seed changes.
  public static var randomMethods: String {
    MergeMethod.all.filter(\.isRandom).map(\.name).joined(separator: ", ")
  }

  /// All keys, and all methods with their parameters.
  public static var help: String {
    var text = "The keys are mergekit's, and some more.\n\n"
    for key in all { text += "\(key.name)\n    \(key.help)\n" }
    text += "\nMethods, with the parameters of each; * may differ from model to model.\n\n"
    for method in MergeMethod.all {
      text += "\(method.name)\n    \(method.help)\(method.base == .required ? "; needs a base" : "")"
      if let statistics = method.statistics { text += "; reads \(statistics.fileName) beside each model" }
      text += "\n    source: \(method.source)\n"
      for parameter in method.parameters {
        let paper = parameter.standard(.paper).text(), mergekit = parameter.standard(.mergekit).text()
        text += "    \(parameter.name)\(parameter.isPerParent ? "*" : ""): \(paper)"
        if paper != mergekit { text += " (mergekit: \(mergekit))" }
        text += "  \(parameter.help)\n"
      }
    }
    return text
  }
}
