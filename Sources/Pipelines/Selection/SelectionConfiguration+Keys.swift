public import Configuration
import Corpora
import Files
import Transformers

/// The keys of the configuration of `assay select`.
extension SelectionConfiguration {
  public static let schema = ConfigurationSchema<SelectionConfiguration>(
    "select", keys, places: \.written, standard: { SelectionConfiguration() })

  public static let keys: [ConfigurationKey<SelectionConfiguration>] =
    CorpusSource.keys.map { $0.lifted(to: \.source) }
    + [ConfigurationKey("out", "folder of the result", \.out, .path, changesResult: false)] + choice + scorers
    + diversity

  private static let choice: [ConfigurationKey<SelectionConfiguration>] = [
    ConfigurationKey(
      "by",
      "complexity or quality: Deita's scores, 1 to 6; evol: their product; length: words of the instruction; ifd: loss of the response "
        + "behind its instruction over its loss alone; rarity: mean surprise of the words",
      \.measure, .choice),
    ConfigurationKey(
      "above", "only records whose value is higher than this; null: all", \.above, .optional(.number(from: -1e6))),
    ConfigurationKey(
      "most", "only so many records, those with the highest values; null: all", \.most,
      .optional(.whole(upTo: 1_000_000_000))),
    ConfigurationKey("seed", "of the random control", \.seed, .seed),
  ]

  // Which models and scores these are is part of the result's identity by their digests.
  private static let scorers: [ConfigurationKey<SelectionConfiguration>] = [
    ConfigurationKey(
      "complexity_model", "folder of a scorer of instructions", \.complexityModel, .path, changesResult: false),
    ConfigurationKey("quality_model", "folder of a scorer of responses", \.qualityModel, .path, changesResult: false),
    ConfigurationKey(
      "scores",
      "file of scores, instead of scorers: a JSON object a line with index or id, and complexity, quality or both",
      \.scores, .path, changesResult: false),
    ConfigurationKey("model", "of ifd: folder of the model whose losses count", \.model, .path, changesResult: false),
  ]

  private static let diversity: [ConfigurationKey<SelectionConfiguration>] = [
    ConfigurationKey(
      "max_cosine",
      "diversity: from the highest value down, a record whose cosine to an accepted one is higher than this is rejected; null: no "
        + "such filter; Deita has 0.9",
      \.maxCosine, .optional(.number(from: -1, upTo: 1))),
    ConfigurationKey(
      "embedding", "folder of a sentence encoder (BERT or MPNet), or of a decoder, whose last hidden states count",
      \.embedding, .path, changesResult: false),
    ConfigurationKey("text", "what is embedded: instruction, response, or both", \.text, .choice),
    ConfigurationKey("pooling", "of a decoder's states: mean, or last", \.rows, .choice),
    ConfigurationKey(
      "max_length", "maximum number of tokens of an embedded text; null: the encoder's own, 1024 for a decoder",
      \.maxLength, .optional(.whole()), aliases: ["max_seq_length"]),
  ]
}
