public import Files
import Worlds

/// All that `assay study` can be told: several small worlds, in each of them a base and Disperse-Then-Merge with its controls, and
/// the questions that are to be answered by all of them together.
public struct StudyConfiguration: Sendable {
  public var out = ""
  /// Writes into folders that hold something else.
  public var force = false
  /// Seeds of the worlds: what intervals are made of.
  public var worlds: [Int] = []
  /// Seeds of the trainings in each world.
  public var seeds = [1]
  /// Clusters of the main comparison.
  public var count = 4
  /// Other numbers of clusters, each with the first dispersal and the first merge.
  public var sweep: [Int] = []
  /// Pieces of each world's tokenizer.
  public var pieces = 1400
  /// Other doses of noise and shortcuts in the instructions, each with the first dispersal and the first merge.
  var doses: [Dose] = []
  var endpoints: [StudyEndpoint] = []
  /// Keys of `assay world`, of `assay train` for the bases, and of `assay dtm`.
  var world: [ConfigurationFile.Setting] = []
  var base: [ConfigurationFile.Setting] = []
  var dtm: [ConfigurationFile.Setting] = []

  /// Keys of `dtm` that the study decides itself.
  private static let decided = ["base", "data", "out", "artefacts", "k", "seeds", "score.data", "held_out"]

  public init(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    for setting in settings {
      if let own = setting.below("world") {
        world.append(own)
      } else if let own = setting.below("base") {
        guard !["data", "out", "tokenizer", "model", "method"].contains(own.key), !own.key.hasPrefix("lora.") else {
          throw Self.decided(setting)
        }
        base.append(own)
      } else if let own = setting.below("dtm") {
        guard !Self.decided.contains(own.key) else { throw Self.decided(setting) }
        dtm.append(own)
      } else {
        try set(setting)
      }
    }
    try check()
  }

  private static func decided(_ setting: ConfigurationFile.Setting) -> Diagnostic {
    Diagnostic(
      setting.place, "\(setting.key) is decided by the study itself",
      expected: "out, worlds, seeds, k and sweep; bases are made from nothing", status: .wrongUsage)
  }

  private mutating func set(_ setting: ConfigurationFile.Setting) throws(Diagnostic) {
    func numbers(from least: Int) throws(Diagnostic) -> [Int] {
      let all = setting.value.array ?? [setting.value]
      let numbers = all.compactMap(\.integer).filter {
        (least...ConfigurationFile.Setting.largestSize).contains($0)
      }
      guard numbers.count == all.count, Set(numbers).count == numbers.count else {
        throw setting.wrong("a list of different whole numbers from \(least) on")
      }
      return numbers
    }
    switch setting.key {
    case "out": out = try setting.text()
    case "worlds": worlds = try numbers(from: 0)
    case "seeds": seeds = try numbers(from: 0)
    case "k": count = try setting.size(from: 2, upTo: 1 << 24)
    case "sweep": sweep = try numbers(from: 2)
    case "doses":
      doses = []
      for entry in setting.value.array ?? [setting.value] { doses.append(try Dose(entry, place: setting.place)) }
    case "tokenizer.pieces": pieces = try setting.size(from: 1, upTo: 1 << 20)
    case "endpoints":
      endpoints = []
      for entry in setting.value.array ?? [setting.value] {
        endpoints.append(try StudyEndpoint(entry, place: setting.place))
      }
    default:
      throw Diagnostic(
        setting.place, "there is no key \"\(setting.key)\"", expected: "'assay study --help-config' lists all keys",
        status: .wrongUsage)
    }
  }

  private func check() throws(Diagnostic) {
    func wrong(_ problem: String, _ expectation: String) -> Diagnostic {
      Diagnostic("study", problem, expected: expectation, status: .wrongUsage)
    }
    guard !out.isEmpty else { throw wrong("no out", "out: the folder of everything that is made") }
    guard worlds.count >= 2 else { throw wrong("\(worlds.count) worlds", "worlds: a list of two seeds at least") }
    guard !seeds.isEmpty else { throw wrong("no seeds", "seeds: a list of one at least") }
    guard Set(doses.map(\.name)).count == doses.count else { throw wrong("a dose is there twice", "names that differ") }
    guard base.contains(where: { $0.key.hasPrefix("init") }) else {
      throw wrong("no base.init", "base.init: a map with hidden_size, …: the shape of the bases")
    }
    guard !sweep.contains(count) else { throw wrong("k \(count) is in sweep, too", "the other numbers of clusters") }
    // Wrong keys below are to be found before anything is made.
    _ = try WorldSpec(world)
    _ = try training(out: "unnamed", world: "unnamed", tokenizer: "unnamed")
    for dose in doses { _ = try WorldSpec(world + dose.world) }
    let conditions = try conditions
    if !sweep.isEmpty, try comparison(parts[0]).dispersals.first?.members["method"]?.string == "source" {
      throw wrong(
        "the first dispersal is by source, and has no other numbers of clusters", "sweep: [], or another first")
    }
    for endpoint in endpoints { try endpoint.check(among: conditions, of: self) }
  }

  /// What the comparison of a part is like, wherever it is made.
  private func comparison(_ part: Part) throws(Diagnostic) -> DTMConfiguration {
    try comparison(part, world: "unnamed", base: "unnamed", data: ["unnamed"], out: "unnamed")
  }

  /// The rows that the table will have.
  var conditions: [StudyCondition] {
    get throws(Diagnostic) {
      var all: [StudyCondition] = []
      for part in parts { all += StudyCondition.all(of: try comparison(part), part) }
      return all
    }
  }

  /// How a base is made.
  func training(out: String, world: String, tokenizer: String) throws(Diagnostic) -> TrainingConfiguration {
    var job = TrainingConfiguration()
    try job.apply(base)
    job.method = .full
    job.data = [world + "/pretraining/corpus.jsonl"]
    job.tokenizer = tokenizer
    job.out = out
    return job
  }

  /// One of the comparisons in a world.
  func comparison(
    _ part: Part, world: String, base: String, data: [String], out: String
  ) throws(Diagnostic) -> DTMConfiguration {
    let own: [(String, JSON)] = [
      ("base", .string(base)), ("data", .array(data.map { .string($0) })), ("out", .string("\(out)/\(part.folder)")),
      ("artefacts", .string(out + "/artefacts")), ("k", .integer(part.count)),
      ("seeds", .array(seeds.map { .integer($0) })), ("score.data", .string(world + "/data")),
      ("held_out", .string(world + "/heldout/skill.jsonl")),
    ]
    let job = try DTMConfiguration(
      dtm + own.map { ConfigurationFile.Setting(key: $0.0, value: $0.1, place: "study") })
    return part.isBrief ? job.brief : job
  }

  /// The help of all keys.
  public static let help = """
    out
        folder of everything that is made; what is there is not made again
    worlds
        a list of seeds: a world, a tokenizer and a base for each; intervals are over them
    seeds
        a list of seeds of dispersals and trainings, in each world; [1] by default
    k
        clusters of the main comparison; 4 by default
    sweep
        other numbers of clusters, each with the first dispersal and the first merge; none by default
    doses
        a list of maps with name, noise and shortcuts: other instructions for the same bases, each compared with the first
        dispersal and the first merge; none by default
    tokenizer.pieces
        pieces of each world's tokenizer; 1400 by default
    endpoints
        a list of maps with model, against, and perhaps name, k and dose: the questions, in the words of the table's rows
        without "K = …" and dose, which k and dose say;
        "\(ScaledLine.label)" is vanilla's update times whatever gives the model's own skill
    world.KEY
        a key of 'assay world'
    base.KEY
        a key of 'assay train', for the bases, all of whose weights are trained; init is their shape
    dtm.KEY
        a key of 'assay dtm', but those that the study decides: base, data, out, artefacts, k, seeds, score.data,
        held_out

    """
}

extension ConfigurationFile.Setting {
  /// The same setting without the first part of its key; nil for another first part.
  func below(_ prefix: String) -> ConfigurationFile.Setting? {
    guard key.hasPrefix(prefix + ".") else { return nil }
    var own = self
    own.key = String(key.dropFirst(prefix.count + 1))
    return own
  }
}
