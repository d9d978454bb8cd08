import Datasets
public import Evaluation
import Files

/// OpenBookQA: elementary science with 4 choices; the book's facts are not given (Mihaylov et al., arXiv
/// 1809.02789).
extension Benchmark {
  public static let openBookQA = Benchmark(
    name: "openbookqa", variant: "lm-eval", version: 1,
    summary: "sentences about science to be completed, 0-shot; the choices' texts are ranked",
    citation: "arXiv 1809.02789; lm-evaluation-harness openbookqa v1.0",
    itemCount: 500, files: [OfficialFile("openbookqa/test.jsonl", itemCount: 500)],
    asking: .choice(ChoiceRule(metrics: [.acc, .accNorm])),
    load: { (data) throws(Diagnostic) in
      try ScienceQuestion.all(of: "openbookqa/test.jsonl", in: data).enumerated().map { index, question in
        Item(
          id: question.id, index: index, question: question.stem,
          solution: .choices(question.choices.map { " " + $0 }, right: [question.answer]), record: question.record)
      }
    }
  )
  .asked(by: .paper(bos: .off), .lmEval)
}
