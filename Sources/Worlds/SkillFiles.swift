import Files

/// The benchmarks that ask for a skill: RACE, GSM8K, BBH, HumanEval and MBPP.
struct SkillFiles {
  let world: World

  var all: [WorldFile] { [race] + gsm8k + bbh + [humanEval, mbpp] }

  /// Different ones that belong to the benchmarks, or to practice.
  private func drawn<Made>(
    _ purpose: String, _ count: Int, isHeldOut: Bool = true, name: (Made) -> String,
    _ draw: (inout WorldRandom) -> Made
  ) -> [Made] {
    var random = WorldRandom(seed: world.seed, purpose)
    var names: Set<String> = [], list: [Made] = []
    // A family may have fewer than are wanted.
    var tries = 0
    while list.count < count, tries < 200 * count {
      tries += 1
      let made = draw(&random)
      guard world.isHeldOut(name(made)) == isHeldOut, names.insert(name(made)).inserted else { continue }
      list.append(made)
    }
    return list
  }

  private var race: WorldFile {
    let passages = drawn("race", world.spec.items, name: \.article, Passage.drawn)
    let lines = passages.enumerated().map { index, passage -> JSON in
      [
        "id": .string("world\(index).txt"), "article": .string(passage.article),
        "questions": .array(passage.questions.map { .string($0.text) }),
        "options": .array(passage.questions.map { .array($0.options.map { .string($0) }) }),
        "answers": .array(passage.questions.map { .string(SubjectQuestion.letters[$0.right]) }),
      ]
    }
    return WorldFile("data/race/test_high.jsonl", lines: lines, questions: passages.map(\.article), chance: 0.25)
  }

  private var gsm8k: [WorldFile] {
    func lines(_ problems: [WordProblem]) -> [JSON] {
      problems.map { ["question": .string($0.question), "answer": .string($0.solution)] }
    }
    let test = drawn("gsm8k", world.spec.items, name: \.name, WordProblem.drawn)
    let train = drawn("gsm8k train", world.spec.items, isHeldOut: false, name: \.name, WordProblem.drawn)
    let shown = train.prefix(8)
    let exemplars: JSON = [
      "gsm8k_cot@lm-eval": .array(
        shown.map {
          ["question": .string($0.question), "target": .string("\($0.thought) The answer is \($0.answer).")]
        }),
      "gsm8k@open-instruct": .array(
        shown.map { problem -> JSON in
          [
            "question": .string(problem.question),
            "cot_answer": .string("\(problem.thought) So the answer is \(problem.answer)."),
            "short_answer": .string("\(problem.answer)"),
          ]
        }),
    ]
    return [
      WorldFile(
        "data/gsm8k/test.jsonl", lines: lines(test), questions: test.map(\.question),
        chance: WorldFile.chance(of: test.map { "\($0.answer)" })),
      WorldFile("data/gsm8k/train.jsonl", lines: lines(train)),
      WorldFile("data/gsm8k/cot_exemplars.json", exemplars.text(pretty: true) + "\n"),
    ]
  }

  private var bbh: [WorldFile] {
    PuzzleFamily.all.flatMap { family -> [WorldFile] in
      let test = drawn(family.task, world.spec.items / 4, name: \.name, family.draw)
      let examples = test.map { ["input": .string($0.question), "target": .string($0.target)] as JSON }
      let shown = drawn("\(family.task) shown", 3, isHeldOut: false, name: \.name, family.draw)
      let mark = "Made by assay world; not part of BIG-Bench Hard."
      let prompt = "\(mark)\n-----\n\(family.header)\n\n" + shown.map(\.text).joined(separator: "\n\n") + "\n"
      let task: JSON = ["canary": .string(mark), "examples": .array(examples)]
      return [
        WorldFile(
          "data/bbh/\(family.task).json", task.text() + "\n", questions: test.map { "Q: \($0.question)" },
          chance: WorldFile.chance(of: test.map(\.target))),
        WorldFile("data/bbh/cot-prompts/\(family.task).txt", prompt),
      ]
    }
  }

  private var humanEval: WorldFile {
    let functions = drawn("humaneval", min(164, world.spec.items), name: \.name, PythonFunction.drawn)
    let lines = functions.enumerated().map { index, function -> JSON in
      [
        "task_id": .string("HumanEval/\(index)"), "prompt": .string(function.prompt),
        "entry_point": .string(function.name),
        "canonical_solution": .string(function.body), "test": .string(function.check),
      ]
    }
    return WorldFile("data/humaneval/HumanEval.jsonl", lines: lines, questions: functions.map { "def \($0.name)(" })
  }

  /// Problems 11 to 510 are asked; 1 to 10 stand apart as MBPP's own prompt does.
  private var mbpp: WorldFile {
    let shown = drawn("mbpp shown", 10, isHeldOut: false, name: \.name, PythonFunction.drawn)
    let asked = drawn("mbpp", min(500, world.spec.items), name: \.name, PythonFunction.drawn)
    let lines = (shown + asked).enumerated().map { index, function -> JSON in
      [
        "text": .string(function.task), "code": .string(function.code.split(separator: "\n").joined(separator: "\r\n")),
        "task_id": .integer(index + 1), "test_setup_code": "",
        "test_list": .array(function.assertions.map { .string($0) }), "challenge_test_list": [],
      ]
    }
    return WorldFile("data/mbpp/mbpp.jsonl", lines: lines, questions: asked.map { "def \($0.name)(" })
  }
}
