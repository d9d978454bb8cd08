public import Files

/// The files beside the weights that say how a model is to be run.
public enum SideFile: String, Sendable, CaseIterable {
  case model = "config.json"
  case generation = "generation_config.json"
  case tokenizer = "tokenizer_config.json"
  case specialTokens = "special_tokens_map.json"
  /// Its keys are tokens, all of which are obeyed.
  case addedTokens = "added_tokens.json"
}

/// A key of a side file, and what Assay does about it.
public struct SideFileKey: Sendable {
  public enum Standing: Sendable {
    /// What it decides.
    case obeyed(String)
    /// Why no result depends on it.
    case irrelevant(String)
    /// What it would change; with which values it changes nothing, and one that is an error.
    case refused(String, unless: [JSON], example: JSON)
  }

  public var file: SideFile
  public var name: String
  public var standing: Standing

  static func obeyed(_ file: SideFile, _ names: String, _ what: String) -> [SideFileKey] {
    keys(file, names, .obeyed(what))
  }

  static func irrelevant(_ file: SideFile, _ names: String, _ why: String) -> [SideFileKey] {
    keys(file, names, .irrelevant(why))
  }

  static func refused(
    _ file: SideFile, _ names: String, _ what: String, unless harmless: [JSON], example: JSON
  ) -> [SideFileKey] {
    keys(file, names, .refused(what, unless: harmless + [.null], example: example))
  }

  private static func keys(_ file: SideFile, _ names: String, _ standing: Standing) -> [SideFileKey] {
    names.split(separator: " ").map { SideFileKey(file: file, name: String($0), standing: standing) }
  }
}
