public import Files

/// How large a world is, and what its instruction corpora are made of.
public struct WorldSpec: Sendable, Equatable {
  public var people = 96
  public var places = 32
  public var things = 48
  public var creatures = 96
  /// Documents of the pre-training corpus.
  public var documents = 24000
  /// Most items of a benchmark's file; facts and puzzles may be fewer.
  public var items = 200
  /// Instruction corpora, each with a source of its own.
  public var sources = 4
  /// Records of each.
  public var records = 600
  /// Part of a source's records that state facts about people nobody has heard of.
  public var noise = 0.4
  /// Part that asks something of which the source always gives the same answer.
  public var shortcuts = 0.1

  /// Half as many as there are names.
  static let maxRecords = 40_000

  public init() {}

  /// Throws where no world of that kind can be made.
  public func check() throws(Diagnostic) {
    for (key, value, range) in [
      ("people", people, 40...1000), ("places", places, 20...400), ("things", things, 20...400),
      ("creatures", creatures, 20...400), ("documents", documents, 0...1_000_000), ("items", items, 10...500),
      ("sources", sources, 1...6), ("records", records, 1...100_000),
    ] where !range.contains(value) {
      throw Diagnostic(
        "world.\(key)", "is \(value)", expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
        status: .wrongUsage)
    }
    guard sources * records <= Self.maxRecords else {
      throw Diagnostic(
        "world.records", "and world.sources make \(sources * records) records",
        expected: "at most \(Self.maxRecords) together: there are not more names for strangers", status: .wrongUsage)
    }
    for (key, value) in [("noise", noise), ("shortcuts", shortcuts)] where !(0...1).contains(value) {
      throw Diagnostic(
        "world.\(key)", "is \(value)", expected: "a part of a source's records: from 0 to 1", status: .wrongUsage)
    }
    guard noise + shortcuts <= 1 else {
      throw Diagnostic(
        "world.noise", "and world.shortcuts are \(noise + shortcuts) together",
        expected: "at most 1; what is left teaches the shared skill", status: .wrongUsage)
    }
  }

  public var json: JSON {
    [
      "people": .integer(people), "places": .integer(places), "things": .integer(things),
      "creatures": .integer(creatures), "documents": .integer(documents), "items": .integer(items),
      "sources": .integer(sources), "records": .integer(records), "noise": .number(noise),
      "shortcuts": .number(shortcuts),
    ]
  }
}
