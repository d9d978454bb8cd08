import Configuration
import Corpora
import Dispersal
import Files
import Merging
import ModelMerging

extension DTMConfiguration {
  /// Only the first dispersal and merge, beside base, vanilla, and vanilla of the same length; no sub-model is scored. For a study whose
  /// main comparison has all controls.
  var brief: DTMConfiguration {
    var job = self
    job.dispersals = Array(dispersals.prefix(1))
    job.merges = Array(merges.prefix(1))
    job.ensembles = []
    job.lambdas = []
    job.baselines = []
    job.isBrief = true
    return job
  }

  /// What a report is about, for people.
  var facts: [String] {
    let tasks = scorings.map { scoring in
      (scoring.tasks.isEmpty ? "all tasks" : scoring.tasks.joined(separator: ", "))
        + (scoring.limit.map { ", the first \($0) items of each task or subtask" } ?? "")
    }
    return [
      "base \(base), corpus \(data.joined(separator: ", "))", "seeds \(seeds.map(String.init).joined(separator: ", "))",
      "preset \(preset) on \(scoreData): \(tasks.joined(separator: "; "))",
    ]
  }

  /// Of a way to disperse: whether its sub-models share the seed of the run.
  static let subModelSeeds = "seeds"
  static let seedChoices = ["shared", "own"]

  /// Whether each sub-model of a dispersal has first factors, and an order of its data, of its own.
  func startsApart(_ way: Way) throws(Diagnostic) -> Bool {
    guard let value = way.members[Self.subModelSeeds] else { return false }
    guard let choice = value.string, Self.seedChoices.contains(choice) else {
      throw Diagnostic(
        way.places[Self.subModelSeeds] ?? way.place, "seeds is \(value.text())",
        expected: Self.seedChoices.joined(separator: " or "),
        status: .wrongUsage)
    }
    return choice == "own"
  }

  /// One way to disperse, as `assay disperse` is told it.
  func dispersal(_ way: Way, seed: Int) throws(Diagnostic) -> DispersalConfiguration {
    var members = way.members
    // A study's dispersals are looked at before it has a base: the word stands until there is one.
    if members["embedding"]?.string == "base", !base.isEmpty { members["embedding"] = .string(base) }
    var asked: JSONObject = [
      "k": .integer(count), "seed": .integer(seed),
    ]
    // The corpus must be read as it is read for training, or its parts are those of another one.
    for setting in training where ["format", "turns", "documents", "on_bad_record"].contains(setting.key) {
      asked[setting.key] = setting.value
    }
    for member in members.members where member.key != Self.subModelSeeds { asked[member.key] = member.value }
    var job = DispersalConfiguration()
    try job.apply(
      asked.members.map {
        ConfigurationFile.Setting(key: $0.key, value: $0.value, place: way.places[$0.key] ?? way.place)
      })
    job.source.files = data
    return job
  }

  /// One way to merge as many models as there are clusters, as `assay merge` is told it.
  func merge(_ way: Way) throws(Diagnostic) -> MergeConfiguration {
    let name = way.members["method"]?.string ?? ""
    var job = MergeConfiguration(method: try MergeConfiguration.method(name, place: way.place))
    for member in way.members.members where member.key != "method" {
      job.parameters[member.key] = member.value
      job.parameters.places[member.key] = way.places[member.key]
    }
    job.base = MergeConfiguration.Model(base)
    job.slices = [
      MergeConfiguration.Slice(
        (0..<count).map { MergeConfiguration.Source(MergeConfiguration.Model("sub-model \($0)")) })
    ]
    return job
  }
}

extension MergeConfiguration {
  /// `checkRecipe`, of what stands at a place of another file.
  func checkRecipe(place: String) throws(Diagnostic) {
    do { try checkRecipe() } catch {
      guard !parameters.places.values.contains(error.place) else { throw error }
      throw Diagnostic(place, "\(error.place): \(error.problem)", expected: error.expectation, status: .wrongUsage)
    }
  }
}
