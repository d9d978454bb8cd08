import Datasets
public import Files
import Reporting
import Statistics

/// What a run of Disperse-Then-Merge found: every model's scores, and what each merge gains over the controls.
public struct DTMReport {
  struct Row {
    var model: DTMModel
    var scores: TaskScores
    var heldOut: HeldOutScores?
    /// Where the model lies, as the job knows it; nil where nobody said.
    var folders: ModelFolders?

    /// Over tasks.
    var mean: Double? { scores.mean?.value }
    /// Held-out loss, and the part of the held-out records that is exact.
    var loss: Double? { heldOut?.loss?.value }
    var exact: Double? { heldOut?.exactMean?.value }
  }

  let rows: [Row]
  /// Clusters, and records of the corpus.
  let count, records: Int
  /// What was asked, for people.
  let facts: [String]
  /// What a person should know of the models' folders, a sentence each.
  var warnings: [String] = []
  /// Whether the built-in miniatures were asked.
  var isMiniature = false
  /// Of a run that was stopped, the models that are not scored yet; empty where all are.
  var missing: [String] = []
  /// The report's folder, and that of everything that is made.
  var out = "", job = ""

  /// A merge held against one other model.
  struct Contrast {
    var merge, other: DTMModel
    var difference: SampleMean

    /// What the other model is called here.
    var against: String { other.role == .subModel ? other.name + ", its best sub-model" : other.name }
  }

  /// Each merge and ensemble against base, controls, and its own best sub-model, in the order of the rows; none of a part.
  var contrasts: [Contrast] {
    guard missing.isEmpty else { return [] }
    return rows.filter { [.merge, .ensemble].contains($0.model.role) }.flatMap { row in
      others(for: row).compactMap { other in
        row.scores.difference(to: other.scores).map {
          Contrast(merge: row.model, other: other.model, difference: $0)
        }
      }
    }
  }

  private func isMerge(_ row: Row, of model: DTMModel) -> Bool {
    row.model.role == .merge && row.model.dispersal == model.dispersal && row.model.seed == model.seed
  }

  private func others(for row: Row) -> [Row] {
    let peers = rows.filter { other in
      guard other.model.seed == row.model.seed || other.model.role == .base else { return false }
      switch other.model.role {
      case .base: return true
      case .normMatched:
        // A merge against its own; an ensemble, which has no length, against that of the first merge.
        let merge = row.model.role == .merge ? row : rows.first { isMerge($0, of: row.model) }
        return other.model.label == DTMModel.normMatchedVanilla(of: merge?.model.label ?? "")
      default: return other.model.role.isControl
      }
    }
    let own = rows.filter {
      $0.model.role == .subModel && $0.model.dispersal == row.model.dispersal && $0.model.seed == row.model.seed
    }
    let best = own.max { ($0.scores.mean?.value ?? 0) < ($1.scores.mean?.value ?? 0) }
    return peers + (best.map { [$0] } ?? [])
  }

  // MARK: text

  private var tasks: [TaskScores.Task] { rows.first?.scores.tasks ?? [] }

  private var vanilla: [Int: TaskScores] {
    Dictionary(rows.filter { $0.model.role == .vanilla }.map { ($0.model.seed, $0.scores) }) { first, _ in first }
  }

  private var heldOut: HeldOutScores? { rows.first?.heldOut }

  /// - Parameter speed: whether it tells how fast each model was, which differs from run to run.
  private func leaderboard(speed: Bool) -> TextTable {
    let skill = heldOut.map { ["held-out loss (\(Quantity.count($0.losses.count)))", "exact match"] } ?? []
    let header = ["model", "update norm", "mean [95 %]", "minus vanilla [95 %]"] + skill
    return TextTable(
      [.left, .right, .right, .left] + skill.map { _ in .right } + (speed ? [.right] : []),
      rows: [header + (speed ? ["tokens/s"] : [])]
        + rows.map { row in
          cells(row) + (speed ? [row.scores.tokensPerSecond.map { Quantity.count($0) } ?? "-"] : [])
        })
  }

  private func cells(_ row: Row) -> [String] {
    let theirs = vanilla[row.model.seed]
    let difference = row.model.role == .vanilla ? nil : theirs.flatMap { row.scores.difference(to: $0) }
    let skill = row.heldOut.map { [$0.loss, $0.exactMean] } ?? []
    return [
      row.model.name, row.model.norm.map { Quantity.fraction($0) } ?? "-",
      row.scores.mean?.ranged(within: .scores) ?? "n/a",
      difference?.signed(within: .scoreDifferences) ?? "",
    ] + skill.map { $0.map { Quantity.fraction($0.value) } ?? "n/a" }
  }

  private var taskTable: TextTable {
    TextTable(
      [.left] + tasks.map { _ in .right },
      rows: [["model"] + tasks.map(\.name)]
        + rows.map { row in [row.model.name] + row.scores.tasks.map { Quantity.fraction($0.mean.value) } })
  }

  private func contrastTable(_ title: String) -> TextTable {
    TextTable(
      [.left, .left, .left, .left],
      rows: [[title, "against", "difference of the means [95 %]", ""]]
        + contrasts.map {
          [
            $0.merge.name, $0.against, $0.difference.signed(within: .scoreDifferences),
            $0.difference.verdict(within: .scoreDifferences),
          ]
        })
  }

  /// The tables for people.
  /// - Parameter width: columns of the terminal.
  public func text(width: Int) -> String {
    let tables = leaderboard(speed: true).text(width: width) + "\n" + taskTable.text(width: width) + "\n"
    let warning = isMiniature ? DataDirectory.miniatureWarning + "\n\n" : ""
    guard missing.isEmpty else {
      let extent = "\(rows.count) of \(rows.count + missing.count) models are scored; the others are not in it"
      return warning + Partiality(extent, missing: missing).text + "\n" + tables + facts.map { $0 + "\n" }.joined()
    }
    return warning + tables + contrastTable("").text(width: width) + "\n" + notes.map { $0 + "\n" }.joined() + "\n"
      + words
  }

  public var markdown: String {
    "# Disperse-Then-Merge, K = \(count), \(records) records\n\n"
      + (isMiniature ? "**\(DataDirectory.miniatureWarning)**\n\n" : "") + leaderboard(speed: false).markdown + "\n"
      + taskTable.markdown
      + "\n## Against the controls\n\n"
      + contrastTable("merge").markdown + placesMarkdown + "\n" + notes.map { "- \($0)\n" }.joined()
      + "\n## In plain words\n\n"
      + words.split(separator: "\n").map { "- \($0)\n" }.joined()
  }

  /// Where a row's model lies, from the report's folder.
  private func folders(_ row: Row) -> ModelFolders? { row.folders?.seen(from: out, of: job) }

  /// A section; empty where nobody said where models lie.
  private var placesMarkdown: String {
    let known = rows.compactMap { row in folders(row).map { [row.model.name, $0.words] } }
    guard !known.isEmpty else { return "" }
    return "\n## Where the models lie\n\n"
      + TextTable([.left, .left], rows: [["model", "folders, from this one or as they were given"]] + known).markdown
  }

  private var notes: [String] {
    facts + [
      "tasks: "
        + tasks.map { "\($0.name) \($0.metric) on \(Quantity.count($0.mean.count)) items" }.joined(separator: ", "),
      "update norm: the Frobenius norm of all weights' differences from the base",
      "mean: over tasks, each counted once; differences are those of the same items, their interval is Student's at 95 %, "
        + "not corrected for how many there are; a task of which all items are alike adds the interval of so many items, not 0",
    ] + roleNotes + warnings.map { "warning: " + $0 }
  }

  /// Of the roles that are there.
  private var roleNotes: [String] {
    let roles = Set(rows.map(\.model.role))
    return [
      (.subModel, "a merge's best sub-model is chosen by these scores, which favours it"),
      (.sizeMatched, "size-matched vanilla has seen as many records as a sub-model"),
      (.soup, "the uniform soup is step-matched: its members have together as many updates as vanilla"),
      (.normMatched, "norm-matched vanilla is vanilla's update, scaled to the norm of the merge's"),
      (.selectionMatched, "the random control of a selection has as many records, of the same lengths"),
    ].compactMap { (role: DTMModel.Role, note: String) in roles.contains(role) ? note : nil }
      + rows.compactMap { row in row.model.detail.map { "\(row.model.name): \($0)" } }
  }

  /// Tokens a second of each model: what differs from run to run, apart from what does not.
  var speed: JSON {
    .object(
      JSONObject(rows.map { (key: $0.model.name, value: $0.scores.tokensPerSecond.map { .number($0) } ?? .null) }))
  }

  public var json: JSON {
    var json: JSONObject = [
      "miniatures": .bool(isMiniature), "warning": isMiniature ? .string(DataDirectory.miniatureWarning) : .null,
      "facts": .array(facts.map { .string($0) }), "k": .integer(count), "records": .integer(records),
      "models": .array(
        rows.map { row in
          [
            "name": .string(row.model.name), "role": .string(row.model.role.rawValue), "seed": .integer(row.model.seed),
            "dispersal": row.model.dispersal.map { .string($0) } ?? .null,
            "detail": row.model.detail.map { .string($0) } ?? .null,
            "model": folders(row)?.json ?? .null,
            "runs": .array((folders(row)?.runs ?? []).map { .string($0) }),
            "update_norm": row.model.norm.map { .number($0) } ?? .null,
            "mean": row.scores.mean.map { .number($0.value) } ?? .null,
            "mean_low": row.scores.mean?.interval95(within: .scores).map { .number($0.lowerBound) } ?? .null,
            "mean_high": row.scores.mean?.interval95(within: .scores).map { .number($0.upperBound) } ?? .null,
            "held_out_loss": row.heldOut?.loss.map { .number($0.value) } ?? .null,
            "held_out_exact": row.heldOut?.exactMean.map { .number($0.value) } ?? .null,
            "tasks": .array(
              row.scores.tasks.map { task in
                [
                  "task": .string(task.name), "metric": .string(task.metric), "value": .number(task.mean.value),
                  "standard_error": task.mean.standardError.map { .number($0) } ?? .null,
                  "items": .integer(task.mean.count),
                ]
              }),
          ]
        }),
      "contrasts": .array(
        contrasts.map { contrast in
          .object(
            JSONObject(
              [("merge", .string(contrast.merge.name)), ("against", .string(contrast.other.name))]
                + (contrast.difference.differenceJSON(within: .scoreDifferences).object?.members ?? [])))
        }),
    ]
    if !warnings.isEmpty { json["warnings"] = .array(warnings.map { .string($0) }) }
    if !missing.isEmpty { json["missing"] = .array(missing.map { .string($0) }) }
    return .object(json)
  }
}
