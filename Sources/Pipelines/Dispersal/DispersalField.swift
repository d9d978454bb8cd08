import Corpora
import Dispersal
import Files
import Transformers

/// The keys of the configuration of `assay disperse`.
public enum DispersalField {
  /// The help of all keys, with the values that hold where nothing is said.
  public static var help: String {
    let configuration = DispersalConfiguration()
    return all.reduce("") { $0 + $1.help(configuration) }
  }

  public static let all: [ConfigurationField<DispersalConfiguration>] = corpus + method + embedding

  private static let corpus: [ConfigurationField<DispersalConfiguration>] = [
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
    .choice("turns", "turns of a dialogue that are read: first, or all; as in assay train", \.turns),
    .choice("documents", "what is one document of plain text: file, paragraph or line", \.documents),
    // Which records are left out is part of the corpus's digest.
    .choice("on_bad_record", BadRecords.help, \.badRecords, changesResult: false),
    .text("out", "folder of the result", \.out, changesResult: false),
  ]

  private static let method: [ConfigurationField<DispersalConfiguration>] = [
    ConfigurationField(
      "method", Dispersal.all.map { "\($0.name): \($0.help)" }.joined(separator: "; "),
      value: { .string($0.method.name) },
      set: { (c, s) throws(Diagnostic) in
        let name = try s.choice(of: Dispersal.all.map(\.name))
        if let method = Dispersal.all.first(where: { $0.name == name }) { c.method = method }
      }),
    .size("k", "number of clusters; by source it follows from the corpus", \.count),
    .seed("seed", "of all draws", \.seed),
    ConfigurationField(
      "balanced", "whether k-means ends in clusters of equal size", value: { .bool($0.isBalanced) },
      set: { (c, s) throws(Diagnostic) in c.isBalanced = try s.flag() }),
    .size("restarts", "runs of kmeans, of which the best counts", \.restarts, upTo: 10_000),
    .optionalSize(
      "iterations", "most iterations of k-means; null: 300, and 1500 for kmeans-faiss", \.iterations, upTo: 1_000_000),
  ]

  private static let embedding: [ConfigurationField<DispersalConfiguration>] = [
    .text(
      "embedding", "folder of a sentence encoder (BERT or MPNet), or of a decoder, whose last hidden states count",
      \.embedding, changesResult: false),
    .choice("text", "what is embedded: instruction, response, or both", \.text),
    .choice("pooling", "of a decoder's states: mean, or last", \.rows),
    .optionalSize("max_length", "tokens of the longest text; null: the encoder's own, 1024 for a decoder", \.longest),
    .text(
      "embeddings", "embeddings.safetensors of an earlier dispersal of the same texts; empty: looked for beside out",
      \.embeddings, changesResult: false),
  ]
}
