public import Configuration
import Corpora
import Files
import Transformers

/// The keys of the configuration of `assay disperse`.
extension DispersalConfiguration {
  public static let schema = ConfigurationSchema<DispersalConfiguration>(
    "disperse", keys, places: \.written, standard: { DispersalConfiguration() })

  public static let keys: [ConfigurationKey<DispersalConfiguration>] =
    CorpusSource.keys.map { $0.lifted(to: \.source) }
    + [ConfigurationKey("out", "folder of the result", \.out, .path, changesResult: false)] + method + embedding

  private static let method: [ConfigurationKey<DispersalConfiguration>] = [
    ConfigurationKey(
      "method", Dispersal.all.map { "\($0.name): \($0.help)" }.joined(separator: "; "), \.method, .method),
    ConfigurationKey("k", "number of clusters; by source it follows from the corpus", \.count, .whole()),
    ConfigurationKey("seed", "of all draws", \.seed, .seed),
    ConfigurationKey("balanced", "whether k-means ends in clusters of equal size", \.isBalanced, .flag),
    ConfigurationKey("restarts", "runs of kmeans, of which the best counts", \.restarts, .whole(upTo: 10_000)),
    ConfigurationKey(
      "iterations", "maximum number of k-means iterations; null: 300, and 1500 for kmeans-faiss", \.iterations,
      .optional(.whole(upTo: 1_000_000))),
  ]

  private static let embedding: [ConfigurationKey<DispersalConfiguration>] = [
    ConfigurationKey(
      "embedding", "folder of a sentence encoder (BERT or MPNet), or of a decoder, whose last hidden states count",
      \.embedding, .path, changesResult: false),
    ConfigurationKey("text", "what is embedded: instruction, response, or both", \.text, .choice),
    ConfigurationKey("pooling", "of a decoder's states: mean, or last", \.rows, .choice),
    ConfigurationKey(
      "max_length", "maximum number of tokens of a text; null: the encoder's own, 1024 for a decoder", \.maxLength,
      .optional(.whole()), aliases: ["max_seq_length"]),
    ConfigurationKey(
      "embeddings", "embeddings.safetensors of an earlier dispersal of the same texts; empty: looked for beside out",
      \.embeddings, .path, changesResult: false),
  ]
}

extension ValueType where Value == Dispersal {
  fileprivate static var method: ValueType {
    let names = Dispersal.all.map(\.name)
    return ValueType(.choice(names), show: { .string($0.name) }) { (s) throws(Diagnostic) in
      let name = try s.choice(of: names)
      guard let method = Dispersal.all.first(where: { $0.name == name }) else {
        throw s.wrong(names.joined(separator: ", "))
      }
      return method
    }
  }
}
