import Evaluation
import Files

/// What models were made of, as the provenance.json beside each of them says, down to those that have none.
public struct ModelTree {
  /// The run of each file that makes a run's model what it is, by its SHA-256.
  private var owners: [String: Int] = [:]
  private let runs: [PageRun]

  private static let mostDepth = 8

  public init(_ runs: [PageRun]) {
    self.runs = runs
    for (place, run) in runs.enumerated() {
      for digest in run.parts.flatMap({ Self.digests($0) }) where owners[digest] == nil { owners[digest] = place }
    }
  }

  /// Of the last adapter, else of the weights.
  private static func digests(_ run: StoredRun) -> [String] {
    let model = run.identity["model"], adapters = model?["adapters"]?.array ?? []
    let files = adapters.last ?? model?["weights"] ?? .null
    guard model?["ensemble"] == nil else { return [] }
    return weights(files)
  }

  private static func weights(_ files: JSON) -> [String] {
    (files.object?.members ?? []).filter { $0.key.hasSuffix(".safetensors") || $0.key.hasSuffix(".bin") }
      .compactMap(\.value.string)
  }

  /// Where the run's model lies: its last adapter, or the model itself; nil where nobody can tell.
  public static func folder(of run: PageRun) -> String? {
    for part in run.parts {
      guard let json = try? JSON(file: part.place + "/run.json") else { continue }
      let told = json["circumstances"]
      guard told?["ensemble"]?.array?.isEmpty ?? true else { return nil }
      if let path = told?["adapters"]?.array?.last?.string ?? told?["model"]?.string { return path }
    }
    return nil
  }

  /// The tree of a run's model; nil where no provenance.json lies beside it.
  func json(of run: Int) -> JSON? {
    guard let folder = Self.folder(of: runs[run]), let record = Self.record(folder) else { return nil }
    return node(name: runs[run].name, role: nil, run: run, record: record, depth: 0)
  }

  /// The places of runs among the parents of a run's model, in their order; bases are none.
  public func parents(of run: Int) -> [Int] {
    guard let folder = Self.folder(of: runs[run]), let record = Self.record(folder) else { return [] }
    var found: [Int] = []
    for parent in record["parents"]?.array ?? [] where parent["role"]?.string != "base" {
      if let owner = owner(parent), owner != run, !found.contains(owner) { found.append(owner) }
    }
    return found
  }

  private static func record(_ folder: String) -> JSON? { try? JSON(file: folder + "/" + FolderSeal.recordName) }

  private func owner(_ parent: JSON) -> Int? {
    Self.weights(parent["files"] ?? .null).lazy.compactMap { owners[$0] }.first
  }

  private func node(name: String, role: String?, run: Int?, record: JSON?, depth: Int) -> JSON {
    var json: JSONObject = ["name": .string(name)]
    json["role"] = role.map { .string($0) }
    json["run"] = run.map { .integer($0) }
    json["facts"] = PageFacts.json(record.map(Self.facts) ?? [])
    let parents = depth < Self.mostDepth ? record?["parents"]?.array ?? [] : []
    json["parents"] = .array(parents.map { node(of: $0, depth: depth + 1) })
    return .object(json)
  }

  private func node(of parent: JSON, depth: Int) -> JSON {
    let path = parent["path"]?.string ?? "?", run = owner(parent)
    var record = Self.record(path)?.object ?? [:]
    if let parameters = parent["parameters"] { record["parameters as a parent"] = parameters }
    return node(
      name: run.map { runs[$0].name } ?? path, role: parent["role"]?.string, run: run, record: .object(record),
      depth: depth)
  }

  private static let shown = [
    "method", "definitions", "parameters as a parent", "parameters", "seed", "made_by", "sha256",
  ]

  private static func facts(_ record: JSON) -> [(label: String, text: String)] {
    var facts = shown.compactMap { key -> (label: String, text: String)? in
      record[key].flatMap(PageFacts.words).map { (PageFacts.label(key), $0) }
    }
    for key in ["shrinkage", "merged_norm"] {
      if let value = record["diagnostics"]?[key].flatMap(PageFacts.words) {
        facts.append((PageFacts.label(key), value))
      }
    }
    let recipe = record["recipe"]
    for key in ["rank", "alpha", "learning_rate", "epochs", "cluster"] {
      if let value = recipe?[key].flatMap(PageFacts.words) { facts.append((PageFacts.label(key), value)) }
    }
    return facts
  }
}
