import Datasets
public import Evaluation
import Files

/// MBPP+: problems of MBPP with many more inputs; a program must agree with the reference solution on all of them (Liu et al., arXiv
/// 2305.01210).
///
/// Deviation: floats are compared by a stand-in for numpy's `allclose`, and the tolerance of one input does not carry over to the
/// next ones.
extension Benchmark {
  public static let mbppPlus = Benchmark(
    name: "mbpp_plus", variant: "evalplus", version: 1,
    summary: "problems of MBPP with the additional inputs of EvalPlus, 0-shot",
    citation: "arXiv 2305.01210, MBPP+ v0.1.0 (399 problems)", itemCount: 399, files: [MBPPPlus.file],
    asking: .program(
      ProgramRule(
        generation: GenerationRule(
          stops: ["\n\"\"\"", "\nassert", "\nif __name__", "\ndef main(", "\nprint("], maxTokens: 768,
          room: .oneToken))),
    load: { (data) throws(Diagnostic) in
      var items: [Item] = []
      let file = try data.file(MBPPPlus.file.path)
      let quoted = DataFile(name: file.name, bytes: PythonNumbers.quoted(file.bytes))
      for record in try Record.array(of: quoted, format: MBPPPlus.format) {
        items.append(try MBPPPlus.item(record, index: items.count))
      }
      return items
    })
}

private enum MBPPPlus {
  static let file = OfficialFile("mbpp/mbppplus.json", itemCount: 399)
  static let format =
    "each record holds \"task_id\" (Mbpp/…), \"prompt\", \"entry_point\", \"canonical_solution\", \"base_input\", "
    + "\"plus_input\" and \"atol\""

  static func item(_ record: Record, index: Int) throws(Diagnostic) -> Item {
    let id = try record.string("task_id")
    guard id.hasPrefix("Mbpp/"), let number = Int(id.dropFirst(5)) else {
      throw record.failure("field \"task_id\" is not Mbpp/ and a number")
    }
    let entryPoint = try record.string("entry_point")
    let prompt = try record.string("prompt").strippedAsInPython() + "\n"
    // One problem has no additional inputs, and an empty object where the others have a list.
    let hasNone = record.value["plus_input"]?.object?.members.isEmpty == true
    let inputs = try record.list("base_input") + (hasNone ? [] : record.list("plus_input"))
    let tests = MBPPPlusTests.python(
      number: number, entryPoint: entryPoint, solution: try record.string("canonical_solution"),
      tolerance: try record.number("atol"), inputs: inputs)
    return Item(
      id: id, index: index, question: prompt,
      solution: .program(Problem(opening: prompt, tests: tests, entryPoint: entryPoint)), record: record.value)
  }
}
