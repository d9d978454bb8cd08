import Files

/// A field of a run's identity that is not what it was, by its path in `run.json`.
struct ManifestDifference: Equatable {
  var field: String
  /// Both as JSON text; nil where the field was not there.
  var old: String?
  var new: String?

  /// Whether the run asks more items than it did, and the first of them are the same: a higher limit or none, and what follows from it.
  var isMoreItems: Bool {
    guard let old = old.flatMap({ Int($0) }) else { return false }
    if field == "limit" { return new == "null" || new.flatMap { Int($0) }.map { $0 > old } == true }
    return field.hasPrefix("tasks.") && field.hasSuffix(".items") && new.flatMap { Int($0) }.map { $0 > old } == true
  }

  /// All differing fields, in the order of the new identity; those that only the old one has come last.
  static func list(old: JSON, new: JSON) -> [ManifestDifference] {
    let before = leaves(of: old, path: "")
    let after = leaves(of: new, path: "")
    let known = Dictionary(before.map { ($0.field, $0.text) }, uniquingKeysWith: { $1 })
    let wanted = Set(after.map(\.field))
    let changed = after.compactMap { leaf -> ManifestDifference? in
      known[leaf.field] == leaf.text
        ? nil : ManifestDifference(field: leaf.field, old: known[leaf.field], new: leaf.text)
    }
    let gone = before.filter { !wanted.contains($0.field) }
      .map { ManifestDifference(field: $0.field, old: $0.text, new: nil) }
    return changed + gone
  }

  private static func leaves(of json: JSON, path: String) -> [(field: String, text: String)] {
    switch json {
    case .object(let object) where !object.members.isEmpty:
      object.members.flatMap { leaves(of: $0.value, path: path.isEmpty ? $0.key : "\(path).\($0.key)") }
    case .array(let elements) where !elements.isEmpty:
      elements.enumerated().flatMap { leaves(of: $1, path: "\(path)[\($0)]") }
    default:
      [(path, json.text())]
    }
  }
}
