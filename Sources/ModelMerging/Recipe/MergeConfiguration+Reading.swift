public import Configuration
public import Files
public import Merging

extension MergeConfiguration {
  /// Reads mergekit's YAML, with the keys that Assay adds.
  /// - Parameter definitions: which hold unless the settings say otherwise: mergekit's in a file.
  public init(
    _ settings: [ConfigurationFile.Setting], definitions: MergeDefinitions = .mergekit
  ) throws(Diagnostic) {
    var written = WrittenPlaces("merge")
    for setting in settings { written.note(setting) }
    guard settings.contains(where: { $0.key == "merge_method" }) else {
      throw Diagnostic(written["merge_method"], "no merge_method", expected: Self.methodNames, status: .wrongUsage)
    }
    self.init(method: .standard)
    self.definitions = definitions
    self.written = written
    try Self.schema.apply(settings, to: &self)
    let forms = settings.map(\.key).filter { $0 == "models" || $0 == "slices" }
    guard forms.count == 1 else {
      throw Diagnostic(
        settings[0].place, forms.isEmpty ? "neither models nor slices" : "both \(forms.joined(separator: " and "))",
        expected: "one of the two", status: .wrongUsage)
    }
    let twice = settings.filter { $0.key == "tokenizer_source" || $0.key.hasPrefix("tokenizer.") }
    if let first = twice.first(where: { $0.key == "tokenizer_source" }), twice.count > 1 {
      throw Diagnostic(
        first.place, "both tokenizer_source and tokenizer", expected: "one of the two", status: .wrongUsage)
    }
    try tokenizer?.settle()
    putBaseFirst()
  }

  public static func method(_ name: String, place: String) throws(Diagnostic) -> MergeMethod {
    guard let method = MergeMethod.all.first(where: { $0.name == name }) else {
      throw Diagnostic(
        place, "there is no merge method \"\(name)\"", expected: methodNames, status: .wrongUsage)
    }
    return method
  }

  private static let methodNames = MergeMethod.all.map(\.name).joined(separator: ", ")

  /// Of a method that goes from the base to the others, in whatever order they stand.
  private mutating func putBaseFirst() {
    guard method.startsAtBase, let base else { return }
    for index in slices.indices {
      slices[index].sources =
        slices[index].sources.filter { $0.model == base }
        + slices[index].sources.filter { $0.model != base }
    }
  }

  /// What was read and changes nothing, for people.
  var notes: [String] {
    let all = [parameters] + slices.flatMap { [$0.parameters] + $0.sources.map(\.parameters) }
    return all.contains(where: \.hasIgnored)
      ? ["\(MergeMethod.ignored) changes nothing here: masks take no memory"] : []
  }
}
