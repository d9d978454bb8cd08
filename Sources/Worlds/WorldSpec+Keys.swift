public import Configuration
public import Files

/// The keys of a world's specification.
extension WorldSpec {
  public static let schema = ConfigurationSchema<WorldSpec>("world", keys, standard: { WorldSpec() })

  static let keys: [ConfigurationKey<WorldSpec>] = [
    ConfigurationKey("people", "people with home, work, pet and food; 40 to 1000", \.people, .whole()),
    ConfigurationKey("places", "towns with land and product; 20 to 400", \.places, .whole()),
    ConfigurationKey("things", "things with matter, use and colour; 20 to 400", \.things, .whole()),
    ConfigurationKey(
      "creatures", "creatures of which people believe what is not so; 20 to 400", \.creatures, .whole()),
    ConfigurationKey(
      "documents", "documents of the pre-training corpus; up to 1000000", \.documents, .whole(from: 0)),
    ConfigurationKey("items", "maximum number of items of a benchmark's file; 10 to 500", \.items, .whole()),
    ConfigurationKey("sources", "instruction corpora; 1 to 6", \.sources, .whole()),
    ConfigurationKey("records", "records of each; 40000 together at most", \.records, .whole()),
    ConfigurationKey(
      "noise", "part of the records that state facts about strangers; 0 to 1", \.noise, .number(from: 0)),
    ConfigurationKey(
      "shortcuts", "part to which a source always gives the same answer; 0 to 1, with noise", \.shortcuts,
      .number(from: 0)),
  ]

  /// The specification that these settings make; the last one of a key counts.
  public init(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    self = try Self.schema.read(settings)
    do { try check() } catch {
      var written = WrittenPlaces("world")
      for setting in settings { written.note(setting) }
      let key = String(error.place.trimmingPrefix("world."))
      throw Diagnostic(
        written[key], "\(key) \(error.problem.replacing("world.", with: ""))", expected: error.expectation,
        status: error.status)
    }
  }
}
