public import Files

/// Every key of the side files of the families that Assay knows: what is obeyed, what no result depends on and why, what is refused.
/// A key that is not here is a warning by its name.
public enum SettingsTable {
  public static let keys: [SideFileKey] = model + generation + tokenizer + specialTokens

  /// What a folder's files say that Assay does not know, a sentence for each file.
  public static func warnings(directory: String) throws(Diagnostic) -> [String] {
    var warnings: [String] = []
    for file in SideFile.allCases where file != .addedTokens {
      let path = "\(directory)/\(file.rawValue)"
      guard FileSystem.exists(path), let object = try JSON(file: path).object else { continue }
      let unknown = unknownKeys(in: object, of: file)
      if !unknown.isEmpty {
        let names = unknown.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        warnings.append(
          "\(path): unknown \(unknown.count == 1 ? "key" : "keys") \(names)\(unknown.count > 8 ? ", …" : ""): not obeyed"
        )
      }
    }
    return warnings
  }

  /// Keys that are not in the table, in the order of the file; those with null are as good as absent.
  public static func unknownKeys(in object: JSONObject, of file: SideFile) -> [String] {
    let known = names[file] ?? []
    return object.members.filter { !known.contains($0.key) && !$0.value.isNull }.map(\.key)
  }

  private static let names = Dictionary(grouping: keys, by: \.file).mapValues { Set($0.map(\.name)) }

  /// An error for each key of the file that is refused with the value that it has there.
  static func refusals(in object: JSONObject, of file: SideFile, place: String) -> [Diagnostic] {
    keys.compactMap { key in
      guard key.file == file, case .refused(let what, let harmless, _) = key.standing, let value = object[key.name],
        !harmless.contains(where: { $0 == value || $0.number != nil && $0.number == value.number })
      else { return nil }
      let text = value.text()
      return Diagnostic(
        place, "key \"\(key.name)\" is \(text.count > 60 ? text.prefix(60) + "…" : text[...]), which is not supported",
        expected: "\(what); without the key, or with \(harmless.map { $0.text() }.joined(separator: " or "))")
    }
  }

  /// For a table of documents: a row for each standing of each file.
  public static var rows: [[String]] {
    var lines: [(file: SideFile, words: String, names: [String])] = []
    for key in keys {
      let words =
        switch key.standing {
        case .obeyed(let what): "obeyed: \(what)"
        case .irrelevant(let why): "irrelevant: \(why)"
        case .refused(let what, let harmless, _):
          "refused unless \(harmless.dropLast().map { "`\($0.text())` or " }.joined())absent: \(what)"
        }
      if let last = lines.indices.last, lines[last].file == key.file, lines[last].words == words {
        lines[last].names.append(key.name)
      } else {
        lines.append((key.file, words, [key.name]))
      }
    }
    return [["file", "keys", ""]]
      + lines.map { [$0.file.rawValue, $0.names.map { "`\($0)`" }.joined(separator: " "), $0.words] }
      + [[SideFile.addedTokens.rawValue, "every token", "obeyed: its id"]]
  }
}
