public import Files
public import Worlds

/// The keys of a world's specification.
public enum WorldField {
  public static var help: String {
    let spec = WorldSpec()
    return all.reduce("") { $0 + $1.help(spec) }
  }

  public static let all: [ConfigurationField<WorldSpec>] = [
    .size("people", "people with home, work, pet and food; 40 to 1000", \.people),
    .size("places", "towns with land and product; 20 to 400", \.places),
    .size("things", "things with matter, use and colour; 20 to 400", \.things),
    .size("creatures", "creatures of which people believe what is not so; 20 to 400", \.creatures),
    .size("documents", "documents of the pre-training corpus; up to 1000000", \.documents, from: 0),
    .size("items", "most items of a file of a benchmark; 10 to 500", \.items),
    .size("sources", "instruction corpora; 1 to 6", \.sources),
    .size("records", "records of each; 40000 together at most", \.records),
    .number("noise", "part of the records that state facts about strangers; 0 to 1", \.noise, from: 0),
    .number(
      "shortcuts", "part to which a source always gives the same answer; 0 to 1, with noise", \.shortcuts, from: 0),
  ]
}

extension WorldSpec {
  /// The specification that these settings make; the last one of a key counts.
  public init(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    self.init()
    for setting in settings {
      guard let field = WorldField.all.first(where: { $0.key == setting.key }) else {
        throw Diagnostic(
          setting.place, "there is no key \"\(setting.key)\"",
          expected: "one of \(WorldField.all.map(\.key).joined(separator: ", "))", status: .wrongUsage)
      }
      try field.set(&self, setting)
    }
    try check()
  }
}
