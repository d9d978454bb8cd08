import Files

extension Measurement {
  /// Peak resident memory of `assay score`, the mapped weights counted.
  func measureMemory() throws(Diagnostic) -> SectionResult {
    guard let assay = Self.assay else { return SectionResult(notes: [Self.noAssay]) }
    let model = try model()
    let run = model.folder.path + "/run", output = model.folder.path + "/output"
    let ending = try ChildProcess.run(
      assay,
      [
        "score", "--model", model.path, "--tasks", "mmlu,arc_challenge", "--limit", isQuick ? "1" : "4",
        "--threads", "\(threads)", "--out", run, "--fresh",
      ], output: output, watchingMemory: true)
    guard ending.status == 0 else {
      let text = String(decoding: try FileSystem.bytes(of: output), as: UTF8.self)
      let problem = text.split(separator: "\n").first { $0.hasPrefix("error: ") } ?? "no message"
      throw Diagnostic(
        "assay score", "ended with status \(ending.status) (\(problem))",
        expected: "it scores the built-in fixtures")
    }
    let weights = Double(model.fileBytes), peak = Double(ending.peakMemory)
    return SectionResult(
      figures: [
        Figure(
          "assay score, peak memory", Spread([peak / 1e6]), "MB",
          goal: .valueAtMost((weights / 1e6 + 600).rounded())),
        Figure("assay score, beside the weights", Spread([(peak - weights) / 1e6]), "MB"),
        Figure("assay score, no mapped files", Spread([Double(ending.peakOwnMemory) / 1e6]), "MB"),
      ],
      notes: [
        "the fixtures of mmlu and arc_challenge at the default settings, in \(Digits.text(ending.seconds)) s"
      ])
  }
}
