import Datasets
public import Evaluation
import Files

/// HumanEval: Python functions to be completed from signature and description (Chen et al., arXiv 2107.03374).
extension Benchmark {
  public static let humanEvalHarness = humanEval(
    variant: "lm-eval", version: 1, summary: "functions to be completed; the tests decide",
    citation: "arXiv 2107.03374; lm-evaluation-harness humaneval v1.0",
    rule: ProgramRule(
      generation: GenerationRule(stops: ["\nclass", "\ndef", "\n#", "\nif", "\nprint"], maxTokens: 1024),
      filter: "create_test"),
    style: .asPublished
  )
  .asked(by: .lmEval)

  /// As the DTM paper most likely ran it, greedily.
  ///
  /// Deviation: the source counts the prompt among its 512 tokens, so that long prompts leave little room; here 512 are new.
  public static let humanEvalBigCode = humanEval(
    variant: "bigcode", version: 1, summary: "functions to be completed, the prompt without white space at its ends",
    citation: "arXiv 2107.03374; bigcode-evaluation-harness 8fc5bae6 humaneval, --n_samples 1 --do_sample False",
    bos: .on,
    rule: ProgramRule(
      generation: GenerationRule(
        stops: ["\nclass", "\ndef", "\n#", "\n@", "\nprint", "\nif", "\n```", "<file_sep>"], maxTokens: 512,
        room: .oneToken)),
    style: .stripped
  )
  .asked(by: .paper(bos: .on))

  /// The same functions with many more tests (Liu et al., arXiv 2305.01210).
  ///
  /// Deviation: the tests compare floats with numpy's `allclose`, which the sandbox does not have; a few lines of Python that
  /// compute the same stand in for it. And the test of problem 32 (find_zero) is put right: as published no solution can pass.
  public static let humanEvalPlus = humanEval(
    name: "humaneval_plus", variant: "lm-eval", version: 1,
    summary: "HumanEval with the additional tests of EvalPlus",
    citation: "arXiv 2305.01210, HumanEval+ v0.1.10; lm-evaluation-harness humaneval_plus v1.0",
    rule: ProgramRule(
      generation: GenerationRule(stops: ["\nclass", "\ndef", "\n#", "\nif", "\nprint"], maxTokens: 1024),
      filter: "create_test"),
    path: "humaneval/HumanEvalPlus-OriginFmt.jsonl", style: .asPublished)

  private static func humanEval(
    name: String = "humaneval", variant: String, version: Int, summary: String, citation: String,
    bos: BOSPolicy? = nil, rule: ProgramRule, path: String = "humaneval/HumanEval.jsonl", style: HumanEvalStyle
  ) -> Benchmark {
    let file = OfficialFile(path, itemCount: 164)
    return Benchmark(
      name: name, variant: variant, version: version, summary: summary, citation: citation, bos: bos,
      itemCount: file.itemCount, files: [file], asking: .program(rule),
      load: { (data) throws(Diagnostic) in
        let format =
          "each line holds \"task_id\", \"prompt\", \"entry_point\" and \"test\", which defines check(candidate)"
        var items: [Item] = []
        for record in try JSONLines.records(of: data.file(path), format: format) {
          items.append(try style.item(record, index: items.count))
        }
        return items
      })
  }
}

private enum HumanEvalStyle {
  case asPublished
  case stripped

  func item(_ record: Record, index: Int) throws(Diagnostic) -> Item {
    let published = try record.string("prompt")
    let entryPoint = try record.string("entry_point")
    var test = NumPyStandIn.replacingImport(in: try record.string("test"))
    // The published test of problem 32 hands the polynomial's arguments over the wrong way round.
    test = ScalarText.replace("_poly(*candidate(*inp), inp)", by: "abs(_poly(*inp, candidate(*inp)))", in: test)
    let call = "\(test)\ncheck(\(entryPoint))"
    let prompt: String
    let tests: String
    switch self {
    case .asPublished: (prompt, tests) = (published, call)
    case .stripped: (prompt, tests) = (published.strippedAsInPython(), "\n" + call)
    }
    return Item(
      id: try record.string("task_id"), index: index, question: prompt,
      solution: .program(Problem(opening: prompt, helpers: published, tests: tests, entryPoint: entryPoint)),
      record: record.value)
  }
}
