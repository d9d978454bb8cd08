import Files
import Pages

/// Models and what was made of them, by their places among the rows.
public struct ErrorFamily: Sendable, Equatable {
  /// Whose sets of errors are overlaid.
  public var parents: [Int]
  /// What was made of all of them; none where nobody knows of any.
  public var merges: [Int] = []
  /// What the merges are held against.
  public var controls: [Int] = []

  /// Sets of errors have a bit for each parent.
  static let most = 24

  /// Merges with their parents: as the question says, else as the records beside the models do; one family of all rows where nothing is
  /// known.
  static func all(_ rows: [LeaderboardRow], _ question: ErrorQuestion) throws(Diagnostic) -> [ErrorFamily] {
    let merges = try question.places(question.merges, "--merge", in: rows)
    let parents = try question.places(question.parents, "--parent", in: rows)
    let controls = try question.places(question.controls, "--control", in: rows)
    guard parents.count != 1 else {
      throw Diagnostic(
        "--parent", "there is one", expected: "two or more, each with its own --parent", status: .wrongUsage)
    }
    for (option, some, others) in [("--merge", merges, parents), ("--control", controls, parents + merges)] {
      guard let twice = some.first(where: others.contains) else { continue }
      throw Diagnostic(
        option, "'\(rows[twice].name)' is a parent or a merge, too", expected: "another row", status: .wrongUsage)
    }
    var families = parents.isEmpty ? try known(rows, merges) : [ErrorFamily(parents: parents, merges: merges)]
    if families.isEmpty { families = [ErrorFamily(parents: Array(rows.indices))] }
    for (place, family) in families.enumerated() {
      guard family.parents.count <= most else {
        throw Diagnostic(
          "RUN", "there are \(family.parents.count) models whose errors would be overlaid",
          expected: "at most \(most): --parent NAME for each", status: .wrongUsage)
      }
      // A control that is a parent of this family is none for it.
      families[place].controls = (controls.isEmpty ? plain(rows, family) : controls).filter {
        !(family.parents + family.merges).contains($0)
      }
    }
    return families
  }

  /// By the records: parents of each merge that are rows, two or more. Merges of the same parents are one family.
  private static func known(_ rows: [LeaderboardRow], _ wanted: [Int]) throws(Diagnostic) -> [ErrorFamily] {
    let tree = ModelTree(rows.map { PageRun(name: $0.name, group: $0.group, parts: $0.runs) })
    var families: [ErrorFamily] = []
    for row in wanted.isEmpty ? Array(rows.indices) : wanted {
      let own = rows[row].model.ensemble.isEmpty ? tree.parents(of: row) : members(of: rows[row], in: rows)
      guard own.count > 1 else {
        guard !wanted.isEmpty else { continue }
        throw Diagnostic(
          "--merge", "of the parents of '\(rows[row].name)' \(own.count) are known among the rows",
          expected: "--parent NAME for each: \(rows.map(\.name).joined(separator: "; "))", status: .wrongUsage)
      }
      if let place = families.firstIndex(where: { Set($0.parents) == Set(own) }) {
        families[place].merges.append(row)
      } else {
        families.append(ErrorFamily(parents: own, merges: [row]))
      }
    }
    return families
  }

  /// Rows of the models whose predictions an ensemble mixes.
  private static func members(of ensemble: LeaderboardRow, in rows: [LeaderboardRow]) -> [Int] {
    func real(_ model: LeaderboardRow.ModelPlace) -> String { FileSystem.realPath(model.adapters.last ?? model.path) }
    return ensemble.model.ensemble.compactMap { path in
      rows.firstIndex { $0.model.ensemble.isEmpty && real($0.model) == FileSystem.realPath(path) }
    }
  }

  /// The plain fine-tune that a table of `dtm` calls vanilla, of the same seed.
  private static func plain(_ rows: [LeaderboardRow], _ family: ErrorFamily) -> [Int] {
    let seeds = Set(family.merges.map { rows[$0].reportedSeed })
    return rows.indices.filter {
      rows[$0].role == "vanilla" && seeds.contains(rows[$0].reportedSeed) && !family.merges.isEmpty
    }
  }
}
