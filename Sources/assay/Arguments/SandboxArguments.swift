import ArgumentParser
import CodeExecution
import Evaluation
import Files
import Pipelines

/// The options that say how generated programs are judged.
struct SandboxArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Whose verdicts count: strict (the tests run apart from the program), reference (in one interpreter, as \
      other harnesses do), or both (strict counts, the other score is shown beside it).
      """, valueName: "mode"))
  var verdicts = "strict"

  @Flag(help: "Go on where this machine lacks a layer of the sandbox; the run records that.")
  var allowWeakerSandbox = false

  @Option(
    help: ArgumentHelp("The program assay-sandbox. Default: the one beside assay.", valueName: "file"))
  var sandbox: String?

  @Option(
    help: ArgumentHelp(
      "What the tests' draws are made of. Default: drawn, and recorded after the verdicts.", valueName: "n"))
  var judgeSeed: Int?

  func options(workers: Int?) throws(Diagnostic) -> ProgramSandbox {
    guard let mode = Judging.Verdicts(rawValue: verdicts) else {
      let all = Judging.Verdicts.allCases.map(\.rawValue)
      let near = all.first { $0.hasPrefix(verdicts.prefix(1).lowercased()) }
      throw .wrongUsage(
        "--verdicts", "there is no mode '\(verdicts)'",
        (near.map { "did you mean \($0)? " } ?? "") + "There are \(all.joined(separator: ", "))")
    }
    return ProgramSandbox(
      verdicts: mode, allowsWeaker: allowWeakerSandbox, executable: sandbox, workers: workers, seed: try seed())
  }

  private func seed() throws(Diagnostic) -> JudgeSeed? {
    guard let judgeSeed else { return nil }
    guard let seed = JudgeSeed(judgeSeed) else {
      let range = JudgeSeed.range
      throw .wrongUsage(
        "--judge-seed", "\(judgeSeed) is out of range", "numbers from \(range.lowerBound) to \(range.upperBound)")
    }
    return seed
  }
}
