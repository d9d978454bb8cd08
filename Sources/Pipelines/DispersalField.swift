import Corpora
import Dispersal
import Files
import Transformers

/// One key of the configuration of `assay disperse`.
public struct DispersalField: Sendable {
  typealias Path<Value> = any WritableKeyPath<DispersalConfiguration, Value> & Sendable

  public let key: String
  public let help: String
  /// Whether another value makes other labels; paths do so by what stands there.
  let changesLabels: Bool
  let value: @Sendable (DispersalConfiguration) -> JSON
  let set: @Sendable (inout DispersalConfiguration, ConfigurationFile.Setting) throws(Diagnostic) -> Void

  init(
    _ key: String, _ help: String, changesLabels: Bool = true,
    value: @escaping @Sendable (DispersalConfiguration) -> JSON,
    set: @escaping @Sendable (inout DispersalConfiguration, ConfigurationFile.Setting) throws(Diagnostic) -> Void
  ) {
    self.key = key
    self.help = help
    self.changesLabels = changesLabels
    self.value = value
    self.set = set
  }

  /// The help of all keys, with the values that hold where nothing is said.
  public static var help: String {
    let configuration = DispersalConfiguration()
    return all.map { "\($0.key): \($0.value(configuration).text())\n    \($0.help)\n" }.joined()
  }

  public static let all: [DispersalField] = corpus + method + embedding

  private static let corpus: [DispersalField] = [
    DispersalField(
      "data", "file or list of files: .jsonl, .json, .jsonl.gz, or plain text", changesLabels: false,
      value: { .array($0.data.map { .string($0) }) },
      set: { (c, s) throws(Diagnostic) in c.data = try s.texts() }),
    DispersalField(
      "format", "alpaca, messages, completion, text, or auto: by the fields of each file's first record",
      value: { .string($0.format?.rawValue ?? "auto") },
      set: { (c, s) throws(Diagnostic) in
        c.format = CorpusFormat(rawValue: try s.choice(of: ["auto"] + CorpusFormat.allCases.map(\.rawValue)))
      }),
    choice("turns", "turns of a dialogue that are read: first, or all; as in assay train", \.turns),
    choice("documents", "what is one document of plain text: file, paragraph or line", \.documents),
    text("out", "folder of the result", \.out),
  ]

  private static let method: [DispersalField] = [
    DispersalField(
      "method", Dispersal.all.map { "\($0.name): \($0.help)" }.joined(separator: "; "),
      value: { .string($0.method.name) },
      set: { (c, s) throws(Diagnostic) in
        let name = try s.choice(of: Dispersal.all.map(\.name))
        if let method = Dispersal.all.first(where: { $0.name == name }) { c.method = method }
      }),
    DispersalField(
      "k", "number of clusters; by source it follows from the corpus", value: { .integer($0.count) },
      set: { (c, s) throws(Diagnostic) in c.count = try s.size(from: 1) }),
    DispersalField(
      "seed", "of all draws", value: { .integer(Int(clamping: $0.seed)) },
      set: { (c, s) throws(Diagnostic) in c.seed = UInt64(try s.size(from: 0)) }),
    DispersalField(
      "balanced", "whether k-means ends in clusters of equal size", value: { .bool($0.isBalanced) },
      set: { (c, s) throws(Diagnostic) in c.isBalanced = try s.flag() }),
    DispersalField(
      "restarts", "runs of kmeans, of which the best counts", value: { .integer($0.restarts) },
      set: { (c, s) throws(Diagnostic) in c.restarts = try s.size(from: 1) }),
    optionalSize("iterations", "most iterations of k-means; null: 300, and 1500 for kmeans-faiss", \.iterations),
  ]

  private static let embedding: [DispersalField] = [
    text(
      "embedding", "folder of a sentence encoder (BERT or MPNet), or of a decoder, whose last hidden states count",
      \.embedding),
    choice("text", "what is embedded: instruction, response, or both", \.text),
    choice("pooling", "of a decoder's states: mean, or last", \.rows),
    optionalSize("max_length", "tokens of the longest text; null: the encoder's own, 1024 for a decoder", \.longest),
    text(
      "embeddings", "embeddings.safetensors of an earlier dispersal of the same texts; empty: looked for beside out",
      \.embeddings),
  ]

  private static func text(_ key: String, _ help: String, _ path: Path<String>) -> DispersalField {
    DispersalField(
      key, help, changesLabels: false, value: { .string($0[keyPath: path]) },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = try s.text() })
  }

  private static func optionalSize(_ key: String, _ help: String, _ path: Path<Int?>) -> DispersalField {
    DispersalField(
      key, help, value: { $0[keyPath: path].map { .integer($0) } ?? .null },
      set: { (c, s) throws(Diagnostic) in c[keyPath: path] = s.value.isNull ? nil : try s.size(from: 1) })
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable & SendableMetatype>(
    _ key: String, _ help: String, _ path: Path<Choice>
  ) -> DispersalField {
    let choices = Choice.allCases.map { $0 }
    return DispersalField(
      key, help, value: { .string($0[keyPath: path].rawValue) },
      set: { (c, s) throws(Diagnostic) in
        let name = try s.choice(of: choices.map(\.rawValue))
        if let choice = choices.first(where: { $0.rawValue == name }) { c[keyPath: path] = choice }
      })
  }
}
