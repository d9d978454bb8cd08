import Files
import Merging
import Transformers

/// One key of `assay dtm`: what it means, and how it is set.
public struct DTMKey: Sendable {
  let name: String
  let help: String
  let set: @Sendable (inout DTMConfiguration, ConfigurationFile.Setting) throws(Diagnostic) -> Void

  private init(
    _ name: String, _ help: String,
    set: @escaping @Sendable (inout DTMConfiguration, ConfigurationFile.Setting) throws(Diagnostic) -> Void
  ) {
    self.name = name
    self.help = help
    self.set = set
  }

  /// The help of all keys.
  public static var help: String {
    all.map { "\($0.name)\n    \($0.help)\n" }.joined()
      + "train.KEY\n    any key of 'assay train' but those that dtm decides: model, data, out, seed\n"
  }

  static let all: [DTMKey] = [
    DTMKey("base", "folder of the base model") { (c, s) throws(Diagnostic) in c.base = try s.text() },
    DTMKey("data", "the corpus: a file or a list of files") { (c, s) throws(Diagnostic) in c.data = try s.texts() },
    DTMKey("out", "folder of the report, and of everything that is made") { (c, s) throws(Diagnostic) in
      c.out = try s.text()
    },
    DTMKey("artefacts", "folder of models and scores, which several runs may share; artefacts in out by default") {
      (c, s) throws(Diagnostic) in c.artefacts = try s.text()
    },
    DTMKey("k", "clusters, and sub-models of each dispersal; 4 by default") { (c, s) throws(Diagnostic) in
      c.count = try s.size(from: 1, upTo: 1 << 24)
    },
    DTMKey("seeds", "everything is done once for each; [42] by default") { (c, s) throws(Diagnostic) in
      let seeds = (s.value.array ?? [s.value]).compactMap(\.integer).filter {
        (0...ConfigurationFile.Setting.largestSize).contains($0)
      }
      guard !seeds.isEmpty, seeds.count == (s.value.array?.count ?? 1) else { throw s.wrong("a list of numbers") }
      c.seeds = seeds
    },
    DTMKey(
      "dispersals",
      "a list: random, source, or a map with name, method and keys of 'assay disperse'; embedding: base is the base itself"
    ) { (c, s) throws(Diagnostic) in c.dispersals = try s.ways() },
    DTMKey(
      "merges",
      "a list of methods of 'assay merge' (\(MergeMethod.standard.name) by default), or of maps with name, method and its parameters"
    ) { (c, s) throws(Diagnostic) in c.merges = try s.ways() },
    DTMKey("ensemble", "logits, probabilities, a list of both, or none") { (c, s) throws(Diagnostic) in
      let names = s.value.isNull ? [] : try s.texts()
      c.ensembles = []
      for name in names where name != "none" {
        guard let mixing = EnsembleMixing(rawValue: name) else { throw s.wrong("logits, probabilities or none") }
        c.ensembles.append(mixing)
      }
    },
    DTMKey("lambdas", "vanilla's update times these is scored, too; [0.25, 0.5, 0.75, 1.25] by default") {
      (c, s) throws(Diagnostic) in
      let numbers = (s.value.array ?? [s.value]).compactMap(\.number)
      guard numbers.count == (s.value.array?.count ?? 1), numbers.allSatisfy({ (-100...100).contains($0) }) else {
        throw s.wrong("a list of numbers from -100 to 100")
      }
      c.lambdas = numbers
    },
    DTMKey("statistics", "samples that Fisher information and Gram matrices are measured on; 256 by default") {
      (c, s) throws(Diagnostic) in c.statisticSamples = try s.size(from: 1, upTo: 1_000_000_000)
    },
    DTMKey(
      "held_out",
      "records like those of data, a file or a list of files, which nothing is trained on: each model's loss on them is scored, too"
    ) { (c, s) throws(Diagnostic) in c.heldOut = s.value.isNull ? [] : try s.texts() },
    DTMKey("score.preset", "which protocols the tasks' names mean; paper by default") { (c, s) throws(Diagnostic) in
      c.preset = try s.text()
    },
    DTMKey("score.data", "fixtures, or the folder of the official files") { (c, s) throws(Diagnostic) in
      c.scoreData = try s.text()
    },
    DTMKey("score.groups", "a list of maps with tasks and limit; all tasks of the preset by default") {
      (c, s) throws(Diagnostic) in
      c.scorings = []
      for entry in s.value.array ?? [] {
        guard let object = entry.object, object.keys.allSatisfy({ ["tasks", "limit"].contains($0) }) else {
          throw s.wrong("maps with tasks and limit")
        }
        let tasks = (object["tasks"]?.array ?? [object["tasks"] ?? .null]).compactMap(\.string)
        if let limit = object["limit"], !limit.isNull {
          guard let number = limit.integer, (1...1_000_000_000).contains(number) else {
            throw s.wrong("limits from 1 to 1000000000")
          }
        }
        c.scorings.append(DTMConfiguration.Scoring(tasks: tasks, limit: object["limit"]?.integer))
      }
    },
  ]
}

extension ConfigurationFile.Setting {
  /// A list of names, or of maps with a method and perhaps a name.
  fileprivate func ways() throws(Diagnostic) -> [DTMConfiguration.Way] {
    var ways: [DTMConfiguration.Way] = []
    for entry in value.array ?? [value] {
      if let name = entry.string {
        ways.append(DTMConfiguration.Way(name: name, members: ["method": .string(name)], place: place))
      } else if var members = entry.object, let method = members["method"]?.string {
        let name = members["name"]?.string ?? method
        members["name"] = nil
        ways.append(DTMConfiguration.Way(name: name, members: members, place: place))
      } else {
        throw wrong("names, or maps with a method")
      }
    }
    return ways
  }
}
