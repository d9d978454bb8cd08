import Datasets
public import Evaluation
import Files

/// BIG-Bench Hard: 27 tasks of reasoning, three worked examples each (Suzgun et al., arXiv 2210.09261). The examples are not ours, so
/// they are read from the data folder.
extension Benchmark {
  /// As the DTM paper ran it. Its match deletes punctuation, so that in dyck_languages, whose answers are brackets, any answer with
  /// as many brackets as the right one counts. That score stands under `dyck-quirk`, and under `dyck-strict` the one that compares
  /// the brackets of that task; for all other tasks both are the same.
  ///
  /// Deviation: the source stops at the tokens of an empty line; here the text is looked at, as everywhere.
  public static let bbhOpenInstruct = bbh(
    variant: "open-instruct", version: 1,
    summary: "27 tasks of reasoning, 3 worked examples each, macro average over tasks",
    citation: "arXiv 2210.09261; open-instruct 6df55e82 eval/bbh", bos: .on,
    rule: AnswerRule(
      generation: GenerationRule(stops: ["\n\n"], maxTokens: 512, room: .oneToken),
      extractions: [.bbhLoose, .bbhLooseButForBrackets]),
    aggregation: .macro, style: BBHStyle(ending: "", rationale: .asPublished)
  )
  .asked(by: .paper(bos: .on))

  public static let bbhHarness = bbh(
    variant: "lm-eval", version: 4,
    summary: "27 tasks of reasoning, 3 worked examples each, micro average",
    citation: "arXiv 2210.09261; lm-evaluation-harness bbh_cot_fewshot v4.0",
    rule: AnswerRule(
      generation: GenerationRule(stops: ["</s>", "Q", "\n\n"], maxTokens: 1024), extractions: [.bbhLine]),
    subtaskStem: "bbh_cot_fewshot", style: BBHStyle(ending: " Let's think step by step.\n", rationale: .onNewLine)
  )
  .asked(by: .lmEval)

  private static func bbh(
    variant: String, version: Int, summary: String, citation: String, bos: BOSPolicy? = nil, rule: AnswerRule,
    aggregation: Aggregation = .micro, subtaskStem: String? = nil, style: BBHStyle
  ) -> Benchmark {
    let files = BBHTask.all.map { OfficialFile("bbh/\($0.name).json", subtask: $0.name, itemCount: $0.count) }
    let read: @Sendable (DataDirectory, Excerpt) throws(Diagnostic) -> [Item] = { (data, excerpt) throws(Diagnostic) in
      var items: [Item] = []
      for (task, file) in zip(BBHTask.all, files) where excerpt.wants(task.name) {
        // A miniature need not have all tasks.
        let isThere = try data.holds(file.path)
        if !isThere && !data.isOfficial { continue }
        items += try style.items(of: task, path: file.path, in: data)
      }
      return items
    }
    var benchmark = Benchmark(
      name: "bbh", variant: variant, version: version, summary: summary, citation: citation, shots: 3, bos: bos,
      itemCount: 6511, files: files, asking: .answer(rule), aggregation: aggregation, subtaskStem: subtaskStem,
      load: { (data) throws(Diagnostic) in try read(data, Excerpt()) })
    benchmark.loadExcerpt = read
    return benchmark
  }
}

/// How a question and the worked examples are written down.
private struct BBHStyle: Sendable {
  /// What follows the question's `A:`.
  let ending: String
  let rationale: BBHTask.Rationale

  func items(of task: BBHTask, path: String, in data: DataDirectory) throws(Diagnostic) -> [Item] {
    let prompt = try task.prompt(in: data, rationale: rationale)
    let format = "an object with \"examples\", each of which holds \"input\" and \"target\""
    var items: [Item] = []
    for example in try Record.object(of: data.file(path), format: format).records("examples") {
      items.append(
        Item(
          id: "\(task.name)/\(items.count)", index: items.count, subtask: task.name, header: prompt.header,
          exemplars: prompt.exemplars, question: "Q: \(try example.string("input"))\nA:\(ending)",
          solution: .answer(try example.string("target")), record: example.value))
    }
    return items
  }
}

/// How an answer is read out of a chain of thought. The patterns in the comments are those of the sources, as Python reads them.
extension Extraction {
  /// `(?<=the answer is )(.*)(?=.)`, the first one: the rest of the line but for its last character, as a rule the full stop.
  static let bbhLine = Extraction(
    name: "get-answer", summary: "what stands between 'the answer is ' and the last character of the line",
    extract: { completion in
      let scalars = Array(completion.unicodeScalars)
      for place in ScalarText.places(after: "the answer is ", in: scalars) {
        let rest = ScalarText.restOfLine(scalars, from: place)
        if !rest.isEmpty { return String(rest.dropLast()).strippedAsInPython() }
      }
      return nil
    },
    matches: { $0.utf8.elementsEqual($1.target.utf8) })

  static let bbhLoose = Extraction(
    name: "dyck-quirk",
    summary:
      "what stands between 'he answer is ' and the next full stop; case and punctuation do not count, so that in "
      + "dyck_languages only the number of brackets does",
    extract: sentence, matches: { ExactMatch.looseForm($0) == ExactMatch.looseForm($1.target) })

  static let bbhLooseButForBrackets = Extraction(
    name: "dyck-strict", summary: "the same, but in dyck_languages the brackets count",
    extract: sentence,
    matches: { extracted, item in
      let isDyck = item.subtask == "dyck_languages"
      func form(_ text: String) -> String {
        ExactMatch.looseForm(text) { isDyck && "()[]{}<>".unicodeScalars.contains($0) }
      }
      return form(extracted) == form(item.target)
    })

  /// `[t|T]he answer is (.*?)\.`, the first one; the whole text where there is none.
  private static let sentence: @Sendable (String) -> String? = { completion in
    let scalars = Array(completion.unicodeScalars)
    let mark = "he answer is "
    for place in ScalarText.places(after: mark, in: scalars) {
      let first = place - mark.unicodeScalars.count - 1
      guard first >= 0, ["t", "|", "T"].contains(scalars[first]) else { continue }
      let rest = ScalarText.restOfLine(scalars, from: place)
      if let stop = rest.firstIndex(of: ".") { return String(rest[..<stop]).strippedAsInPython() }
    }
    return completion.strippedAsInPython()
  }
}
