import Configuration
import Files
import Testing
import Training

@testable import Experiments

/// What the repository offers as a command must at least be read: a study of two hours is run by no test.
@Suite struct CommittedRecipesTests {
  private static let root = FileSystem.directory(of: #filePath) + "/../.."

  private func settings(_ name: String) throws -> [ConfigurationFile.Setting] {
    try ConfigurationFile(path: Self.root + "/" + name).settings
  }

  @Test("The study in small worlds is read, and has its rows")
  func study() throws {
    let configuration = try StudyConfiguration(try settings("benchmarks/studies/small-world.yaml"))
    let labels = try configuration.conditions.map(\.label)
    #expect(labels.contains("base") && labels.contains("vanilla"))
    // Its dispersal by the states of its own base, which does not exist yet.
    #expect(labels.contains { $0.contains("states") }, "\(labels)")
  }

  @Test("The comparisons are read", arguments: ["benchmarks/studies/dtm-stories260K.yaml", "worlds/demo.yaml"])
  func comparison(name: String) throws {
    let configuration = try DTMConfiguration(try settings(name))
    #expect(!configuration.base.isEmpty)
  }

  /// Files of a folder of studies, without those of other tests.
  private static func studies(_ folder: String) throws -> [String] {
    try FileSystem.names(in: root + "/" + folder).filter {
      $0.hasSuffix(".yaml") && !["small-world.yaml", "dtm-stories260K.yaml"].contains($0)
    }.sorted().map { folder + "/" + $0 }
  }

  @Test("The paper's tables and figures are read, for any base and corpus")
  func tables() throws {
    let names = try Self.studies("benchmarks/studies")
    #expect(names.count == 9)
    for name in names {
      var words = ["base": "models/any", "data": "any.jsonl"]
      // Its filter is a scorer's, which nobody can guess.
      if name.hasSuffix("figure2.yaml") { words["select.scores"] = "scores.jsonl" }
      let given = words.map {
        ConfigurationFile.Setting(key: $0.key, value: .string($0.value), place: "--set")
      }
      let configuration = try DTMConfiguration(try settings(name) + given)
      #expect(configuration.out.hasPrefix("runs/"), "\(name)")
    }
  }

  @Test("Each of them has a form for small worlds, with questions about rows that there are")
  func worlds() throws {
    let names = try Self.studies("benchmarks/studies/worlds")
    #expect(names.count == 9)
    for name in names {
      let configuration = try StudyConfiguration(try settings(name))
      let labels = try configuration.conditions.map(\.label)
      #expect(labels.contains("vanilla") && configuration.artefacts == "runs/worlds/artefacts", "\(name)")
      #expect(configuration.worlds.count == 5 || name.hasSuffix("regularization.yaml"), "\(name)")
    }
  }

  /// Nine ways of the paper's table 1, in its words and ours.
  @Test("Table 1 has the paper's nine rows")
  func nineRows() throws {
    let labels = try StudyConfiguration(try settings("benchmarks/studies/worlds/table1.yaml")).conditions.map(\.label)
    for row in ["base", "vanilla", "l2", "ewc", "replay", "configuration-soup", "loramoe", "deita", "random, linear"] {
      #expect(labels.contains(row), "\(row)")
    }
  }

  @Test("The small world's base is read")
  func base() throws {
    var configuration = TrainingConfiguration()
    try configuration.apply(try settings("worlds/base.yaml"))
    try configuration.checkRecipe()
    #expect(configuration.method == .full)
  }
}
