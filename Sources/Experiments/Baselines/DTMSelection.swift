import Corpora
import Files

/// What `assay select` left of the corpus, as it is learned from: the chosen records, or the random control beside them.
struct DTMSelection {
  let made: ArtefactStore.Artefact
  /// Of the folder that the selection wrote.
  let file: String

  static let chosen = "selected.jsonl", control = "control.jsonl"

  private var folder: String { made.path + "/selection" }
  private var manifest: String { folder + "/manifest.json" }

  /// Records are written in the form that fits them, whatever the corpus has.
  func put(into source: inout CorpusSource) {
    source.files = [folder + "/" + file]
    source.format = nil
  }

  /// Records.
  func count() throws(Diagnostic) -> Int {
    let key = file == Self.chosen ? "selected" : "control"
    guard let count = try JSON(file: manifest)[key]?.integer, count > 0 else {
      throw Diagnostic(manifest, "does not say how many records there are", expected: "what assay select wrote")
    }
    return count
  }

  /// How the records were chosen, and how many they are, for people.
  func words() throws(Diagnostic) -> String {
    let manifest = try JSON(file: manifest), asked = manifest["configuration"]
    let number = { (key: String) in "\(manifest[key]?.integer ?? 0)" }
    var text = "\(number("selected")) of \(number("records")) records by \(manifest["by"]?.string ?? "?")"
    if let above = asked?["above"]?.number { text += " above \(JSON.number(above).text())" }
    if let most = asked?["most"]?.integer { text += ", the \(most) highest at most" }
    return text + ", \(number("selected_words")) words; the random control has \(number("control_words"))"
  }
}
