import Checkpoints
import Files
import Tokenization

extension MergeParents {
  /// Tells where the models' side files say other things about generating and about the tokens around a text: the result has those of one
  /// folder, and so differs from the other models in more than its weights.
  mutating func noteSettings() throws(Diagnostic) {
    guard let folder else { return }
    for other in all.compactMap(\.folder) where other != folder {
      for (name, description) in [
        ("generation_config.json", Self.generation), ("tokenizer_config.json", Self.tokenizer),
      ] {
        let own = try description(other), kept = try description(folder)
        guard let own, let kept, own != kept else { continue }
        notes.append("\(name): \(own) in \(other) and \(kept) in \(folder), of which the result has the latter")
      }
    }
  }

  /// nil where it cannot be read: weights are merged also of models that Assay does not run.
  private static func generation(_ folder: String) throws(Diagnostic) -> String? {
    guard FileSystem.exists(folder + "/config.json"), let settings = try? GenerationSettings(directory: folder) else {
      return nil
    }
    return settings.departures ?? "nothing but EOS \(settings.eosIDs)"
  }

  private static func tokenizer(_ folder: String) throws(Diagnostic) -> String? {
    (try? ModelTokenizer.open(directory: folder))?.manner
  }
}
