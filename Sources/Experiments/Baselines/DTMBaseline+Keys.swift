import Configuration
import Files
import Pipelines
import Training

/// How rivals are written: by a short name, or as a map of a name and of what differs.
extension DTMBaseline {
  /// Keys of `assay train` that a rival may have of its own.
  static let training = TrainingConfiguration.schema.without(
    [
      "model", "tokenizer", "init", "data", "out", "assignment", "cluster", "seed", "preset", "limit", "format",
      "turns", "documents",
      "on_bad_record",
    ], decidedBy: "dtm itself, by base, data, out, seeds and train")

  /// The same of a soup's member, which must be an adapter that can be averaged.
  static let member = training.without(["method"], decidedBy: "the soup itself: adapters are averaged")

  /// Keys of `assay select` that a comparison may have.
  static let selection = SelectionConfiguration.schema.without(
    ["data", "out", "format", "turns", "documents", "on_bad_record"], decidedBy: "dtm itself, by data, out and train")

  static let outline = ConfigurationOutline(
    command: "dtm", own + training.outline.entries, decided: training.outline.decided)

  private typealias Entry = ConfigurationOutline.Entry

  private static let own: [Entry] =
    [
      Entry(name: "name", help: "of the row; by default what baseline or method says", kind: .text),
      Entry(
        name: "part",
        help: "part of the records that it learns from, drawn at random; larger parts have all of smaller ones",
        kind: .number(least...1)),
      Entry(
        name: "soup",
        help:
          "averages trainings with different hyper-parameters: uniform, all of them; greedy, those that do not raise the held-out loss",
        kind: .choice(["uniform", "greedy"])),
      Entry(
        name: "members",
        help:
          "of a soup: a list of maps with keys of 'assay train'; by default k of them, with learning rates from half to twice vanilla's",
        kind: .list(.map(member.outline))),
      Entry(
        name: "set_aside",
        help:
          "of a soup: part of the records that no member learns from and that a greedy one is chosen by; by default held_out is what it is chosen by",
        kind: .number(least...half)),
      Entry(
        name: "select", help: "keys of 'assay select': learns from the records that it leaves",
        kind: .map(selection.outline)),
    ]

  private static let least = 0.01, half = 0.5

  static let help =
    "a list of rivals that learn from the whole corpus, by short names ("
    + BaselineStandard.all.map { "\($0.name): \($0.help)" }.joined(separator: "; ")
    + "), or as maps with name, and part, soup, select or keys of 'assay train' that differ from train's"

  /// A map of the list.
  /// - Parameters:
  ///   - settings: its members.
  ///   - place: where it stands.
  init(_ settings: [ConfigurationFile.Setting], place: String) throws(Diagnostic) {
    name = ""
    self.place = place
    var soup: ModelSoup?, aside: [ConfigurationFile.Setting] = []
    for setting in settings {
      switch setting.key {
      case "name":
        name = try setting.text()
        // A row of a table, and a question's word for it.
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
          throw setting.wrong("a name of one line")
        }
      case "part": part = try setting.number(from: Self.least, upTo: 1)
      case "soup":
        let isGreedy = try setting.choice(of: ["uniform", "greedy"]) == "greedy"
        soup = ModelSoup(isGreedy: isGreedy, members: soup?.members ?? [], setAside: soup?.setAside)
      case "members", "set_aside": aside.append(setting)
      default:
        if let own = setting.below("select") {
          try Self.tried(own, by: Self.selection)
          selection.append(own)
        } else {
          try Self.tried(setting, by: Self.training)
          training.append(setting)
        }
      }
    }
    if name.isEmpty {
      name = training.last { ["baseline", "method"].contains($0.key) }?.value.string ?? ""
      guard !name.isEmpty else {
        throw Diagnostic(place, "a baseline without a name", expected: "name: a text", status: .wrongUsage)
      }
    }
    for setting in aside {
      guard soup != nil else {
        throw Diagnostic(
          setting.place, "\(setting.key) is of a soup, and \(name) is none", expected: "soup: uniform or greedy",
          status: .wrongUsage)
      }
      if setting.key == "set_aside" {
        soup?.setAside = try setting.number(from: Self.least, upTo: Self.half)
      } else {
        soup?.members = try Self.members(setting)
      }
    }
    guard soup == nil || selection.isEmpty else {
      throw Diagnostic(place, "\(name) is both a soup and a selection", expected: "one of the two", status: .wrongUsage)
    }
    if let soup { kind = .soup(soup) } else if !selection.isEmpty { kind = .selection }
  }

  private static func members(
    _ setting: ConfigurationFile.Setting
  ) throws(Diagnostic) -> [[ConfigurationFile.Setting]] {
    let maps = setting.value.array ?? []
    guard maps.count > 1, maps.allSatisfy({ $0.object != nil }) else {
      throw setting.wrong("a list of two maps at least")
    }
    var members: [[ConfigurationFile.Setting]] = []
    for (index, map) in maps.enumerated() {
      let own = setting.settings(of: map, at: "[\(index)]")
      for one in own { try tried(one, by: member) }
      members.append(own)
    }
    return members
  }

  /// What is wrong with one key is told by its line.
  private static func tried<Subject>(
    _ setting: ConfigurationFile.Setting, by schema: ConfigurationSchema<Subject>
  ) throws(Diagnostic) { _ = try schema.read([setting]) }
}

extension ValueType where Value == [DTMBaseline] {
  /// A list of short names and of maps.
  static var baselines: ValueType {
    let kind = ValueKind.optional(
      .list(.either([.choice(BaselineStandard.all.map(\.name)), .map(DTMBaseline.outline)])))
    return ValueType(kind, show: { .array($0.map { .string($0.name) }) }) { (s) throws(Diagnostic) in
      var baselines: [DTMBaseline] = []
      for (index, entry) in (s.value.isNull ? [] : s.value.array ?? [s.value]).enumerated() {
        let path = "[\(index)]", place = s.value.array == nil ? s.place : s.place(of: path)
        if let name = entry.string {
          guard let standard = BaselineStandard.all.first(where: { $0.name == name }) else {
            let names = BaselineStandard.all.map(\.name)
            let near = names.filter { SpellingDistance.between($0, name) <= 2 }
            throw Diagnostic(
              place, "there is no baseline \"\(name)\"",
              expected: (near.isEmpty ? "" : "did you mean \(near.joined(separator: " or "))? ")
                + "one of \(names.joined(separator: ", ")); or a map with a name", status: .wrongUsage)
          }
          baselines.append(standard.baseline(at: place))
        } else if entry.object?.members.isEmpty == false {
          let settings = s.settings(of: entry, at: s.value.array == nil ? "" : path)
          baselines.append(try DTMBaseline(settings, place: place))
        } else {
          throw s.wrong("short names, or maps with a name")
        }
      }
      return baselines
    }
  }
}
