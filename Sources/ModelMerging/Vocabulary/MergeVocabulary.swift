import Checkpoints
import Files
import Merging

/// The tokens of a merged model, and which rows of embedding and output layer each parent has for them.
///
/// As mergekit has it (its `tokenizer_source`): a token keeps the row of each model that has it. A model that lacks it takes the base's
/// row; where the base lacks it too, the mean of the rows of all models that have it.
///
/// Deviation: where all models have the tokens in the order that is asked for, rows behind the last token, which are padding, stay;
/// mergekit cuts them off. A token that no model has is an error, not a row of zeros. Of a union the models may differ in tokens that
/// were added to one tokenizer, not in its pieces: those make other merges, which cannot be written into one file.
struct MergeVocabulary {
  static let tables = ["model.embed_tokens.weight", "lm_head.weight"]

  /// The folder whose tokenizer is written.
  let folder: String
  /// New tokens behind those of that tokenizer, with whom they come from.
  let additions: [(token: String, list: TokenList)]
  /// Tokens of that tokenizer.
  let ownCount: Int
  /// nil where every row stays in its place.
  let rowCount: Int?
  private(set) var notes: [String] = []
  private let lists: [TokenList]
  private let stores: [TensorStore]
  private let base: Int?
  private let tokens: [String?]
  private let rules: [ExactText: TokenizerChoice.Rule]

  /// - Parameter models: folders with their tensors; the base first where there is one.
  init(
    _ choice: TokenizerChoice, models: [(folder: String, store: TensorStore)], hasBase: Bool
  ) throws(Diagnostic) {
    guard let first = models.first else {
      throw Diagnostic(
        "tokenizer_source", "of adapters alone", expected: "model folders, or a base_model", status: .wrongUsage)
    }
    lists = try models.map { (model) throws(Diagnostic) in try TokenList(folder: model.folder) }
    stores = models.map(\.store)
    base = hasBase ? 0 : nil
    rules = choice.rules
    var own = lists[0]
    let chosen = if case .folder(let path) = choice.source { path } else { first.folder }
    folder = chosen
    if let known = lists.first(where: { $0.folder == chosen }) {
      own = known
    } else {
      own = try TokenList(folder: chosen)
    }
    ownCount = own.tokens.count
    var tokens = own.tokens, additions: [(token: String, list: TokenList)] = []
    if choice.source == .union {
      additions = try Self.additions(to: own, from: lists)
      tokens += additions.map(\.token)
    }
    (self.tokens, self.additions) = (tokens, additions)
    let known = Set(tokens.compactMap { $0.map(ExactText.init) })
    if let (token, rule) = choice.rules.first(where: { !known.contains($0.key) }) {
      throw Diagnostic(
        rule.place, "tokenizer.tokens names '\(token.text)', which is no token of the result",
        expected: "a token of \(own.folder)\(choice.source == .union ? " or of the other models" : "")",
        status: .wrongUsage)
    }
    let isSame = lists.allSatisfy { $0.holds(tokens) }
    guard !isSame || !choice.rules.isEmpty || choice.multiple > 1 else {
      rowCount = nil
      return
    }
    let count = (tokens.count + choice.multiple - 1) / choice.multiple * choice.multiple
    rowCount = count
    notes.append(
      "the result has \(tokens.count) tokens in \(count) rows, \(additions.count) of them behind those of \(folder); "
        + lists.map { list in "\(list.folder) lacks \(tokens.count { $0.map { list.id(of: $0) == nil } ?? false })" }
        .joined(separator: ", "))
  }

  /// Tokens that some model has and the first lacks, in the models' order.
  private static func additions(
    to own: TokenList, from lists: [TokenList]
  ) throws(Diagnostic) -> [(token: String, list: TokenList)] {
    var additions: [(token: String, list: TokenList)] = [], known: Set<[UInt8]> = []
    for list in lists where list.folder != own.folder {
      for (id, token) in list.tokens.enumerated() {
        guard let token, own.id(of: token) == nil, known.insert(Array(token.utf8)).inserted else { continue }
        guard id >= list.pieces else {
          throw Diagnostic(
            list.folder, "has a piece that \(own.folder) lacks: '\(token)'",
            expected:
              "for a union, tokenizers that differ in added tokens only: the merges of two sets of pieces fit into no one file; or "
              + "tokenizer_source: base, or a folder",
            status: .wrongUsage)
        }
        additions.append((token, list))
      }
    }
    return additions
  }

  /// A table of one model, its rows in the order of the result's tokens.
  /// - Parameter place: of the model's folder.
  func rows(of folder: String, table name: String) throws(Diagnostic) -> GatheredRows {
    var tables: [TensorView] = []
    for store in stores {
      guard let view = store[name] else {
        throw Diagnostic(store.place, "tensor '\(name)' is missing", expected: "it in all models, for tokenizer_source")
      }
      guard view.shape.count == 2, view.shape[1] == tables.first?.shape[1] ?? view.shape[1], view.holdsWeights else {
        throw Diagnostic(
          view.file, "tensor '\(name)' has shape \(view.shape) in \(view.dtype.rawValue)",
          expected: "[tokens, \(tables.first?.shape.last ?? 0)] in F64, F32, F16 or BF16")
      }
      tables.append(view)
    }
    let own = lists.firstIndex { $0.folder == folder } ?? 0
    var rows: [[GatheredRows.Origin]] = []
    rows.reserveCapacity(rowCount ?? 0)
    for token in tokens {
      guard let token else {
        rows.append([])
        continue
      }
      if let rule = rules[ExactText(token)], let given = rule.origin, rule.isForced || find(token, own, tables) == nil {
        rows.append(try origins(of: given, token, tables, rule.place))
      } else if let origin = find(token, own, tables) {
        rows.append([origin])
      } else {
        rows.append(try self.default(token, tables))
      }
    }
    rows += [[GatheredRows.Origin]](repeating: [], count: max(0, (rowCount ?? 0) - rows.count))
    return GatheredRows(tables: tables, rows: rows)
  }

  /// The row of a token in one model; nil where it has none.
  private func find(_ token: String, _ model: Int, _ tables: [TensorView]) -> GatheredRows.Origin? {
    guard let id = lists[model].id(of: token), id < tables[model].shape[0] else { return nil }
    return GatheredRows.Origin(table: model, row: id)
  }

  private func `default`(_ token: String, _ tables: [TensorView]) throws(Diagnostic) -> [GatheredRows.Origin] {
    if let base, let origin = find(token, base, tables) { return [origin] }
    let all = lists.indices.compactMap { find(token, $0, tables) }
    guard !all.isEmpty else {
      throw Diagnostic(
        folder, "token '\(token)' has weights in none of the models",
        expected: "a model that has it, or tokenizer: {tokens: {\(token): {source: {kind: zero}}}}")
    }
    return all
  }

  private func origins(
    of origin: TokenizerChoice.Rule.Origin, _ token: String, _ tables: [TensorView], _ place: String
  ) throws(Diagnostic) -> [GatheredRows.Origin] {
    let found: GatheredRows.Origin?
    switch origin {
    case .zero: return []
    case .model(let path): found = model(path).flatMap { find(token, $0, tables) }
    case .token(let path, let text): found = model(path).flatMap { find(text, $0, tables) }
    case .row(let path, let id):
      found = model(path).flatMap { id < tables[$0].shape[0] ? GatheredRows.Origin(table: $0, row: id) : nil }
    }
    guard let found else {
      throw Diagnostic(
        place, "the source of '\(token)' has no such row",
        expected: "one of the merged models, with a token that it has",
        status: .wrongUsage)
    }
    return [found]
  }

  private func model(_ path: String) -> Int? { lists.firstIndex { $0.folder == path } }
}
