import Evaluation
import Files

/// What is known of a run's model and of how it was asked, as pairs of a label and a text.
struct PageFacts {
  let run: PageRun

  var pairs: [(label: String, text: String)] {
    var pairs: [(label: String, text: String)] = []
    // Of several parts each fact that they have in common once.
    func add(_ label: String, _ text: String) {
      if !pairs.contains(where: { $0.label == label && $0.text == text }) { pairs.append((label, text)) }
    }
    for part in run.parts {
      add("Run", part.place)
      add("Model", part.model)
      add("Digest", part.digest)
      for (key, value) in part.identity.object?.members ?? [] where !["tasks", "model"].contains(key) {
        if let text = Self.words(value) { add(Self.label(key), text) }
      }
      if part.identity["model"]?["server"] != nil { add("Model", ModelIdentity.Server.warning) }
      for (name, digest) in part.identity["model"]?["weights"]?.object?.members ?? [] {
        add("SHA-256", "\(name) \(digest.string ?? "?")")
      }
    }
    return pairs
  }

  static func label(_ key: String) -> String {
    if key == "sha256" { return "SHA-256" }
    let words = key.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// A value as people read it; nil for null and what is empty.
  static func words(_ value: JSON) -> String? {
    switch value {
    case .null: nil
    case .string(let text): text.isEmpty ? nil : text
    case .array(let elements): elements.isEmpty ? nil : elements.compactMap(words).joined(separator: ", ")
    case .object(let object):
      object.members.isEmpty
        ? nil : object.members.compactMap { key, value in words(value).map { "\(key) \($0)" } }.joined(separator: ", ")
    case .number(let number): "\((number * 1e6).rounded() / 1e6)"
    default: value.text()
    }
  }

  static func json(_ pairs: [(label: String, text: String)]) -> JSON {
    .array(pairs.map { [.string($0.label), .string($0.text)] })
  }
}
