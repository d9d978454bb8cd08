import ArgumentParser
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

  func options(workers: Int?) throws(Diagnostic) -> ProgramSandbox {
    guard let mode = Judging.Verdicts(rawValue: verdicts) else {
      let all = Judging.Verdicts.allCases.map(\.rawValue)
      let near = all.first { $0.hasPrefix(verdicts.prefix(1).lowercased()) }
      throw .wrongUsage(
        "--verdicts", "there is no mode '\(verdicts)'",
        (near.map { "did you mean \($0)? " } ?? "") + "There are \(all.joined(separator: ", "))")
    }
    return ProgramSandbox(
      verdicts: mode, allowsWeaker: allowWeakerSandbox, executable: sandbox, workers: workers)
  }
}
