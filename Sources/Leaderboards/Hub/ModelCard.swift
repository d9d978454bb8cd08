import Files

/// The card of a model for the Hugging Face hub: front matter with a model-index, and what people read. Source of the format:
/// huggingface/hub-docs, modelcard.md.
struct ModelCard {
  let board: Leaderboard
  let row: Int

  static let mark = "<!-- made by assay report -->"

  private var card: ReportConfiguration.Card { board.configuration.card }
  private var shown: LeaderboardRow { board.rows[row] }
  private var name: String { card.name.isEmpty ? shown.name : card.name }

  /// Throws where the record of how the model was made is damaged.
  func text() throws(Diagnostic) -> String {
    let lineage = try Lineage(shown.model)
    return "---\n" + frontMatter(lineage) + "---\n\(Self.mark)\n\n# \(SafeText.markdown(name))\n\n"
      + (card.summary.isEmpty ? "" : SafeText.markdown(card.summary) + "\n\n") + making(lineage) + scores + limits
  }

  // MARK: front matter

  private func frontMatter(_ lineage: Lineage) -> String {
    var text = ""
    func list(_ key: String, _ values: [String]) {
      if !values.isEmpty { text += "\(key):\n" + values.map { "- \(SafeText.yaml($0))\n" }.joined() }
    }
    list("language", card.languages)
    if !card.license.isEmpty { text += "license: \(SafeText.yaml(card.license))\n" }
    list("base_model", card.baseModels)
    if !card.baseModels.isEmpty {
      text += "base_model_relation: \(lineage.isMerge ? "merge" : lineage.isAdapter ? "adapter" : "finetune")\n"
    }
    text += "library_name: \(lineage.isAdapter ? "peft" : "transformers")\n"
    list("tags", ["assay"] + (lineage.isMerge ? ["merge"] : []) + (lineage.isAdapter ? ["lora"] : []) + card.tags)
    let results = results
    if !results.isEmpty { text += "model-index:\n- name: \(SafeText.yaml(name))\n  results:\n" + results }
    return text
  }

  /// Of tasks that are the whole of a dataset of the hub.
  private var results: String {
    board.columns.compactMap { column -> String? in
      guard let cell = column.cells[row], !cell.isPublished, let dataset = HubDataset.of(column) else { return nil }
      var text = "  - task:\n      type: text-generation\n    dataset:\n      type: \(SafeText.yaml(dataset.id))\n"
      text += "      name: \(SafeText.yaml(dataset.name))\n"
      if let config = dataset.config { text += "      config: \(SafeText.yaml(config))\n" }
      text += "      split: \(SafeText.yaml(dataset.split))\n"
      if !shown.digests.isEmpty { text += "      args:\n        protocol: \(SafeText.yaml(column.way.id))\n" }
      text += "    metrics:\n    - type: \(SafeText.yaml(Self.metric(column.metric)))\n"
      text += "      value: \(LeaderboardGrid.number(cell.estimate.value, true))\n"
      return text + "      name: \(SafeText.yaml(EvalResults.notes(column, cell)))\n"
    }.joined()
  }

  /// What the hub calls a metric.
  private static func metric(_ label: String) -> String {
    let name = label.prefix { $0 != "," }
    return name.hasPrefix("acc") ? "accuracy" : name.hasPrefix("pass") ? "pass@1" : String(name)
  }

  // MARK: what people read

  private func making(_ lineage: Lineage) -> String {
    var lines = [
      "Model: \(([shown.model.path] + shown.model.adapters).filter { !$0.isEmpty }.joined(separator: " + "))"
    ]
    if !shown.model.ensemble.isEmpty { lines.append("Ensemble of \(shown.model.ensemble.joined(separator: ", "))") }
    lines.append(lineage.method.map { "Method: \($0)" } ?? "No folder says how it was made")
    var text = "## How it was made\n\n" + lines.map { "- \(SafeText.markdown($0))\n" }.joined()
    if !lineage.tree.isEmpty {
      text += "\nParents, as their folders were called:\n\n" + lineage.tree.map(Self.item).joined()
    }
    if !lineage.settings.isEmpty {
      text += "\n<details><summary>Settings</summary>\n\n| key | value |\n| --- | --- |\n"
      for setting in lineage.settings {
        text += "| \(SafeText.markdown(setting.name)) | \(SafeText.markdown(setting.value)) |\n"
      }
      text += "\n</details>\n"
    }
    return text + "\n"
  }

  /// A line of the tree as a list within lists.
  private static func item(_ line: String) -> String {
    let depth = line.prefix { $0 == " " }.count
    return String(repeating: " ", count: depth) + "- \(SafeText.markdown(String(line.dropFirst(depth))))\n"
  }

  private var scores: String {
    var text =
      "## Scores\n\n| task | metric | % | 95 % interval | n | protocol | BOS |\n| --- | --- | ---: | --- | ---: | --- | --- |\n"
    func interval(_ estimate: Estimate) -> String {
      estimate.interval.map {
        "\(LeaderboardGrid.number($0.lowerBound, true)) to \(LeaderboardGrid.number($0.upperBound, true))"
      } ?? ""
    }
    for column in board.columns {
      guard let cell = column.cells[row] else { continue }
      let shots = column.way.shots.map { ", \($0) shots" } ?? ""
      let way = (column.way.version.map { "\(column.way.id) version \($0)" } ?? column.way.id) + shots
      let cells = [
        column.title, column.metric, LeaderboardGrid.number(cell.estimate.value, true), interval(cell.estimate),
        "\(cell.estimate.items)", way, column.way.bos ?? "",
      ]
      text += "| " + cells.map(SafeText.markdown).joined(separator: " | ") + " |\n"
    }
    for summary in board.summaries where summary.cells[row] != nil {
      guard let cell = summary.cells[row] else { continue }
      let cells = [
        summary.title, "mean", LeaderboardGrid.number(cell.estimate.value, true), interval(cell.estimate),
        "\(cell.estimate.items)", summary.definition, "",
      ]
      text += "| " + cells.map(SafeText.markdown).joined(separator: " | ") + " |\n"
    }
    return text + "\n"
  }

  private var limits: String {
    var lines = [
      "The scores are of the protocols that are named, and of no others: another prompt, template or BOS gives other numbers.",
      "The intervals are of the choice of items alone.",
    ]
    if shown.isMiniature {
      lines.append("Asked were the built-in miniatures: the numbers mean nothing about the model.")
    }
    let partial = board.columns.filter { $0.cells[row]?.isPublished == false && HubDataset.of($0) == nil }.map(\.title)
    if !partial.isEmpty {
      lines.append(
        "Not in the front matter, for they are not of all items of an official dataset: \(partial.joined(separator: ", "))."
      )
    }
    lines += shown.warnings
    if !card.limits.isEmpty { lines.append(card.limits) }
    return "## Limits\n\n" + lines.map { "- \(SafeText.markdown($0))\n" }.joined()
  }
}

extension Leaderboard {
  /// The row that a card is of: the one that the configuration names, or the only one.
  func cardRow(_ option: String) throws(Diagnostic) -> Int {
    if !configuration.card.row.isEmpty { return try place(of: configuration.card.row, "card.row") }
    let own = rows.indices.filter { rows[$0].origin != .published }
    guard own.count == 1 else {
      throw Diagnostic(
        option, "there are \(own.count) rows, and a card is of one",
        expected: "one run, or --set 'card.row=NAME': \(rows.map(\.name).joined(separator: ", "))", status: .wrongUsage)
    }
    return own[0]
  }
}

extension ReportOutput {
  public static func modelCard(_ path: String) -> ReportOutput {
    ReportOutput(option: "--model-card", path: path, marks: [], holds: ModelCard.mark) { (board) throws(Diagnostic) in
      try ModelCard(board: board, row: try board.cardRow("--model-card")).text()
    }
  }

  public static func evalResults(_ path: String) -> ReportOutput {
    ReportOutput(option: "--eval-results", path: path, marks: [EvalResults.mark]) { (board) throws(Diagnostic) in
      try EvalResults(board: board, row: try board.cardRow("--eval-results")).text()
    }
  }
}
