import ArgumentParser
import Files

/// The two runs of a gate. Optional for the parser alone: --help-config needs none.
struct ComparedRuns: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Folder of the reference's run, the file of a reference, or FOLDER#NAME.", valueName: "reference"))
  var reference: String?

  @Argument(help: ArgumentHelp("Folder of the candidate's run, or FOLDER#NAME.", valueName: "candidate"))
  var candidate: String?

  func places() throws(Diagnostic) -> (reference: String, candidate: String) {
    guard let reference, let candidate else {
      let lacking = reference == nil ? "the runs are not given" : "the candidate is not given"
      throw Diagnostic(
        "gate", lacking, expected: "assay gate REFERENCE CANDIDATE; 'assay gate --help' says what they are",
        status: .wrongUsage)
    }
    return (reference, candidate)
  }
}
