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

  @Test("The small world's base is read")
  func base() throws {
    var configuration = TrainingConfiguration()
    try configuration.apply(try settings("worlds/base.yaml"))
    try configuration.checkRecipe()
    #expect(configuration.method == .full)
  }
}
