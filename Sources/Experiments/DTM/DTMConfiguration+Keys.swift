public import Configuration
import Dispersal
import Files
import Merging
import ModelMerging
import Training
import Transformers

/// The keys of the configuration of `assay dtm`.
extension DTMConfiguration {
  public static let schema = ConfigurationSchema<DTMConfiguration>(
    "dtm", keys, sections: [training, selection], places: \.written, standard: { DTMConfiguration() })

  static let keys: [ConfigurationKey<DTMConfiguration>] = places + comparison + baselines + scoring

  private static let training = ConfigurationSection<DTMConfiguration>(
    "train", "keys of 'assay train'",
    TrainingConfiguration.schema.without(
      ["model", "tokenizer", "init", "data", "out", "assignment", "cluster", "seed", "method"]
        + TrainingMethod.sections,
      decidedBy: "dtm itself, by base, data, out, k, seeds and baselines"), keptIn: \.training)

  private static let selection = ConfigurationSection<DTMConfiguration>(
    "select",
    "keys of 'assay select', for baselines that choose records; without any the half of highest ifd by the base",
    DTMBaseline.selection, keptIn: \.selection)

  private static let baselines: [ConfigurationKey<DTMConfiguration>] =
    [ConfigurationKey("baselines", DTMBaseline.help, \.baselines, .baselines)]
    + PretrainingText.keys.map { $0.lifted(to: \.pretraining) }

  private static let places: [ConfigurationKey<DTMConfiguration>] = [
    ConfigurationKey("base", "folder of the base model", \.base, .path),
    ConfigurationKey("data", "the corpus: a file or a list of files", \.data, .paths),
    ConfigurationKey("out", "folder of the report, and of everything that is made", \.out, .path),
    ConfigurationKey(
      "artefacts", "folder of models and scores, which several runs may share; empty: artefacts in out", \.artefacts,
      .path),
  ]

  private static let comparison: [ConfigurationKey<DTMConfiguration>] = [
    ConfigurationKey(
      "k", "clusters, and sub-models of each dispersal; each is trained, so at most 4096", \.count, .whole(upTo: 4096)),
    ConfigurationKey(
      "seeds", "everything is done once for each", \.seeds,
      .wholes(from: 0, distinct: false).matching("a list of whole numbers from 0 on") { !$0.isEmpty }),
    ConfigurationKey(
      "dispersals",
      "a list: random, source, or a map with name, method and keys of 'assay disperse'; embedding: base is the base itself",
      \.dispersals, .ways(.dispersal)),
    ConfigurationKey(
      "merges",
      "a list of methods of 'assay merge' (\(MergeMethod.standard.name) by default), or of maps with name, method and its parameters",
      \.merges, .ways(.merge)),
    ConfigurationKey("ensemble", "logits, probabilities, a list of both, or none", \.ensembles, .ensembles),
    ConfigurationKey(
      "lambdas", "vanilla's update times these is scored, too", \.lambdas,
      .orEmpty(.numbers(-100...100, "a list of numbers from -100 to 100"))),
    ConfigurationKey(
      "statistics", "samples that Fisher information and Gram matrices are measured on", \.statisticSamples,
      .whole(upTo: 1_000_000_000)),
  ]

  private static let scoring: [ConfigurationKey<DTMConfiguration>] = [
    ConfigurationKey(
      "held_out",
      "records like those of data, a file or a list of files, which nothing is trained on: each model's loss on them is scored, too",
      \.heldOut, .orEmpty(.paths)),
    ConfigurationKey("score.preset", "which protocols the tasks' names mean", \.preset, .text),
    ConfigurationKey("score.data", "fixtures, or the folder of the official files", \.scoreData, .path),
    ConfigurationKey(
      "score.groups", "a list of maps with tasks and limit; empty: all tasks of the preset", \.scorings,
      ValueType.maps(Scoring.schema).matching("a list of maps with tasks and limit") { !$0.isEmpty }),
  ]
}

extension DTMConfiguration.Scoring {
  fileprivate static let schema = ConfigurationSchema<DTMConfiguration.Scoring>(
    "dtm",
    [
      ConfigurationKey(
        "tasks", "as in assay score --tasks: a name or a list; all of the preset by default", \.tasks,
        ValueType.texts.matching("a name or a list of names") { !$0.isEmpty && !$0.contains("") }),
      ConfigurationKey(
        "limit", "items of each task or subtask; null: all", \.limit, .optional(.whole(upTo: 1_000_000_000))),
    ], standard: { DTMConfiguration.Scoring(tasks: [], limit: nil) })
}

extension ConfigurationOutline {
  /// Keys of a way to disperse.
  fileprivate static var dispersal: ConfigurationOutline {
    let keys = DispersalConfiguration.schema.without(
      ["data", "out", "k", "seed", "format", "turns", "documents", "on_bad_record"],
      decidedBy: "dtm itself, by data, out, k, seeds and train"
    ).outline
    let seeds = Entry(
      name: DTMConfiguration.subModelSeeds,
      help:
        "of the first factors and the order of the data of its sub-models: shared, that of the run; own, one for each",
      kind: .choice(DTMConfiguration.seedChoices))
    return ConfigurationOutline(command: "dtm", [name, seeds] + keys.entries, decided: keys.decided)
  }

  /// Keys of a way to merge: all parameters that methods have.
  fileprivate static var merge: ConfigurationOutline {
    ConfigurationOutline(
      command: "dtm",
      [name, Entry(name: "method", help: "one of 'assay merge'", kind: .choice(MergeMethod.all.map(\.name)))]
        + MergeMethod.outline.entries)
  }

  private static let name = Entry(name: "name", help: "of the rows; the method's by default", kind: .text)
}

extension ValueType where Value == [DTMConfiguration.Way] {
  /// A list of names, or of maps with a method and perhaps a name.
  fileprivate static func ways(_ outline: ConfigurationOutline) -> ValueType {
    let kind = ValueKind.list(.either([.text, .map(outline)]))
    return ValueType(kind, show: { .array($0.map { .string($0.name) }) }) { (s) throws(Diagnostic) in
      guard s.value.array?.isEmpty != true else { throw s.wrong("one at least") }
      var ways: [DTMConfiguration.Way] = []
      for (index, entry) in (s.value.array ?? [s.value]).enumerated() {
        let place = s.value.array == nil ? s.place : s.place(of: "[\(index)]")
        if let name = entry.string {
          ways.append(DTMConfiguration.Way(name: name, members: ["method": .string(name)], place: place))
        } else if var members = entry.object, let method = members["method"]?.string {
          guard let name = members["name"] == nil ? method : members["name"]?.string else {
            throw s.wrong("names that are texts")
          }
          // A row of a table, and a question's word for it.
          guard !name.isEmpty, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Diagnostic(
              s.place(of: "[\(index)].name"), "name is \(JSON.string(name).text())", expected: "a name of one line",
              status: .wrongUsage)
          }
          members["name"] = nil
          var way = DTMConfiguration.Way(name: name, members: members, place: place)
          for key in members.keys { way.places[key] = s.place(of: "[\(index)].\(key)") }
          ways.append(way)
        } else {
          throw s.wrong("names, or maps with a method")
        }
      }
      return ways
    }
  }
}

extension ValueType where Value == [EnsembleMixing] {
  /// One, both, or none.
  fileprivate static var ensembles: ValueType {
    let kind = ValueKind.optional(.list(.choice(["logits", "probabilities", "none"])))
    return ValueType(kind, show: { .array($0.map { .string($0.rawValue) }) }) { (s) throws(Diagnostic) in
      var ensembles: [EnsembleMixing] = []
      let names = s.value.isNull ? [] : try s.texts()
      guard Set(names).count == names.count, names.count < 2 || !names.contains("none") else {
        throw s.wrong("each once, or none alone")
      }
      for name in names where name != "none" {
        guard let mixing = EnsembleMixing(rawValue: name) else { throw s.wrong("logits, probabilities or none") }
        ensembles.append(mixing)
      }
      return ensembles
    }
  }
}
