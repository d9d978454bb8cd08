import Files

/// The benchmarks that ask for knowledge: ARC, OpenBookQA, MMLU and TruthfulQA.
struct KnowledgeFiles {
  let world: World

  var all: [WorldFile] { arc + openBookQA + mmlu + truthfulQA }

  private func facts(_ purpose: String, isAsked: Bool, _ chosen: (Fact) -> Bool = { _ in true }) -> [Fact] {
    var random = WorldRandom(seed: world.seed, purpose)
    return random.some(world.spec.items, of: world.facts.filter { $0.isAsked == isAsked && chosen($0) })
  }

  private func science(_ path: String, _ facts: [Fact], ask: (Fact) -> String, isTest: Bool) -> WorldFile {
    var random = WorldRandom(seed: world.seed, path)
    let lines = facts.enumerated().map { index, fact -> JSON in
      let choices = fact.choices(&random)
      let listed = zip(SubjectQuestion.letters, choices.texts).map { letter, text -> JSON in
        ["text": .string(text), "label": .string(letter)]
      }
      return [
        "id": .string("world_\(index)"), "question": ["stem": .string(ask(fact)), "choices": .array(listed)],
        "answerKey": .string(SubjectQuestion.letters[choices.right]),
      ]
    }
    return WorldFile(path, lines: lines, questions: isTest ? facts.map(ask) : [], chance: 0.25)
  }

  private var arc: [WorldFile] {
    [("Easy", \Fact.question), ("Challenge", \Fact.otherQuestion)].flatMap { name, ask in
      let stem = "data/arc/ARC-\(name)/ARC-\(name)"
      return [
        science("\(stem)-Test.jsonl", facts("arc \(name)", isAsked: false), ask: { $0[keyPath: ask] }, isTest: true),
        science("\(stem)-Train.jsonl", facts("arc \(name)", isAsked: true), ask: { $0[keyPath: ask] }, isTest: false),
      ]
    }
  }

  private var openBookQA: [WorldFile] {
    [
      science("data/openbookqa/test.jsonl", facts("openbookqa", isAsked: false), ask: \.stem, isTest: true),
      science("data/openbookqa/train.jsonl", facts("openbookqa", isAsked: true), ask: \.stem, isTest: false),
    ]
  }

  private var mmlu: [WorldFile] {
    Subject.all.flatMap { subject -> [WorldFile] in
      var random = WorldRandom(seed: world.seed, subject.name)
      let facts = subject.facts(world)
      let test = random.some(world.spec.items / 2, of: facts.filter { !$0.isAsked }).map {
        Subject.question($0, &random)
      }
      let dev = random.some(5, of: facts.filter(\.isAsked)).map { Subject.question($0, &random) }
      func text(_ questions: [SubjectQuestion]) -> String {
        questions.map { question in
          let cells = [question.text] + question.choices + [SubjectQuestion.letters[question.right]]
          return cells.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n"
        }.joined()
      }
      return [
        WorldFile(
          "data/mmlu/test/\(subject.name)_test.csv", text(test), questions: test.map(\.text),
          chance: WorldFile.chance(of: test.map { SubjectQuestion.letters[$0.right] })),
        WorldFile("data/mmlu/dev/\(subject.name)_dev.csv", text(dev)),
      ]
    }
  }

  private var truthfulQA: [WorldFile] {
    var random = WorldRandom(seed: world.seed, "truthfulqa")
    let beliefs = random.some(world.spec.items, of: world.misconceptions.filter { !$0.isAsked })
    let records = beliefs.map { belief -> JSON in
      let answers = belief.answers(&random)
      let labels = JSON.object(
        JSONObject(answers.enumerated().map { (key: $1, value: .integer($0 == 0 ? 1 : 0)) }))
      return ["question": .string(belief.question), "mc1_targets": labels, "mc2_targets": labels]
    }
    let primer = random.some(6, of: world.misconceptions.filter(\.isAsked))
      .map { "Q: \($0.question)\nA: \($0.answer)\n" }
    return [
      WorldFile(
        "data/truthfulqa/v0/mc_task.json", JSON.array(records).text(pretty: true) + "\n",
        questions: beliefs.map(\.question), chance: 0.25),
      WorldFile("data/truthfulqa/qa_primer.txt", primer.joined(separator: "\n")),
    ]
  }
}
