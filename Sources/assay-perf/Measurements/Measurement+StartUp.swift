import Files
import Glibc

extension Measurement {
  /// From the start of `assay --help` to its end.
  func measureStartUp() throws(Diagnostic) -> SectionResult {
    guard let assay = Self.assay else { return SectionResult(notes: [Self.noAssay]) }
    var times: [Double] = [], least: [Double] = []
    for _ in 0..<20 {
      try Interruption.check()
      least.append(try ChildProcess.run("/bin/true", []).seconds * 1000)
      let ending = try ChildProcess.run(assay, ["--help"])
      guard ending.status == 0 else {
        throw Diagnostic(assay, "--help ended with status \(ending.status)", expected: "0")
      }
      times.append(ending.seconds * 1000)
    }
    return SectionResult(figures: [
      Figure("assay --help", Spread(times), "ms", goal: .valueAtMost(15)),
      Figure("/bin/true, to compare", Spread(least), "ms"),
    ])
  }

  static let noAssay = "skipped: there is no assay beside assay-perf (swift build -c release builds both)"

  /// The `assay` beside this program.
  static var assay: String? {
    let path = FileSystem.directory(of: FileSystem.realPath("/proc/self/exe")) + "/assay"
    return access(path, X_OK) == 0 ? path : nil
  }
}
