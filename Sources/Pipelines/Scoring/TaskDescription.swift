import Benchmarks
public import Datasets
public import Evaluation
public import Files
import Reporting

/// The job of `assay tasks NAME`: what one protocol asks, with one full prompt.
public struct TaskDescription {
  public var benchmark: Benchmark
  public var bos: String
  /// Items in the data that were given.
  public var items: Int
  public var example: Item
  /// The example's context as a model is fed it, where a model was given.
  public var ids: [Int]?
  public var askDigest: String
  /// Whether the items are the built-in miniatures.
  public var isMiniature = false

  /// Everything that a name means in a preset: one protocol, or several for a group.
  public static func all(
    named name: String, preset: String, shots: Int? = nil, data: DataDirectory
  ) throws(Diagnostic) -> [TaskDescription] {
    var descriptions: [TaskDescription] = []
    for entry in try Preset.named(preset).entries(named: [name], shots: shots) {
      let items = try entry.benchmark.items(from: data)
      guard let example = items.first else { continue }
      descriptions.append(
        TaskDescription(
          benchmark: entry.benchmark, bos: entry.bos?.rawValue ?? "as the tokenizer's configuration has it",
          items: items.count, example: example, askDigest: entry.benchmark.askDigest(items: items),
          isMiniature: data.isMiniature))
    }
    return descriptions
  }

  /// Adds the token ids of the example's context.
  public mutating func addIDs(of model: some LanguageModel, bos choice: BOSChoice) throws(Diagnostic) {
    let policy = choice.policy(preset: BOSPolicy(rawValue: bos), model: model.defaultBOS)
    bos = policy.rawValue
    ids = try model.tokenIDs(of: example.prompt(), bos: policy)
  }

  public var promptDigest: String { SHA256.hexadecimal(of: example.prompt()) }

  public var text: String {
    let counts =
      items == benchmark.itemCount
      ? Quantity.count(items)
      : "\(Quantity.count(items)) of the official \(Quantity.count(benchmark.itemCount))"
    let facts =
      [
        ("protocol", "\(benchmark.id), version \(benchmark.version)"),
        ("what", benchmark.summary),
        ("source", benchmark.citation),
        ("items", counts),
        ("exemplars", exemplars),
        ("bos", bos),
      ] + benchmark.asking.facts + [
        ("metrics", benchmark.metrics().map(\.label).joined(separator: ", ")),
        (
          "aggregation",
          benchmark.aggregation == .micro ? "micro average" : "macro average over subtasks"
        ),
        ("too long", tooLong),
        ("ask digest", askDigest),
        ("example", "item \(example.id)"),
        ("prompt sha256", promptDigest),
      ]
    let width = facts.map(\.0.count).max() ?? 0
    let parts = benchmark.parts.map { benchmark.name(of: $0) }
    var text = isMiniature ? DataDirectory.miniatureWarning + "\n" : ""
    text += facts.map { $0 + String(repeating: " ", count: width - $0.count + 2) + $1 + "\n" }.joined()
    text += "prompt, between the lines:\n\(Self.rule)\n\(example.prompt())\n\(Self.rule)\n"
    text += solution
    if !parts.isEmpty {
      text += "parts, each a task of its own: \(parts.joined(separator: ", "))\n"
    }
    if let ids { text += "\(ids.count) token ids: \(ids.map(String.init).joined(separator: " "))\n" }
    return text
  }

  private var exemplars: String {
    "\(benchmark.shots)" + (benchmark.protocolShots.map { ", not as the protocol says (\($0))" } ?? "")
  }

  /// What the answer to the example is scored by.
  private var solution: String {
    switch example.solution {
    case .choices(let choices, let right):
      choices.enumerated().map { index, choice in
        "\(right.contains(index) ? "right" : "wrong")  \(JSON.string(choice).text())\n"
      }.joined()
    case .answer(let answer): "right  \(JSON.string(answer).text())\n"
    case .program(let problem):
      "the program begins with \(JSON.string(problem.opening).text()) and the completion\n"
        + "it is judged by \(JSON.string(problem.tests).text())\n"
    }
  }

  /// What happens to a prompt that is longer than the context allows.
  private var tooLong: String {
    switch (benchmark.overflow, benchmark.asking.generation?.room) {
    case (.dropExemplars(let limit), _):
      "exemplars are dropped until the prompt has at most \(limit) tokens"
    case (.truncateLeft, .wholeBudget?): "the oldest tokens are cut, so that all new tokens have room"
    case (.truncateLeft, .oneToken?): "the oldest tokens are cut, so that one new token has room"
    case (.truncateLeft, nil): "the oldest tokens are cut"
    }
  }

  public var json: JSON {
    var object: JSONObject = [
      "miniatures": .bool(isMiniature),
      "protocol": .string(benchmark.id), "version": .integer(benchmark.version),
      "summary": .string(benchmark.summary), "citation": .string(benchmark.citation),
      "items": .integer(items), "official_items": .integer(benchmark.itemCount),
      "shots": .integer(benchmark.shots), "bos": .string(bos),
      "metrics": .array(benchmark.metrics().map { .string($0.label) }),
      "aggregation": .string(benchmark.aggregation.rawValue),
      "overflow": .string("\(benchmark.overflow)"), "ask_digest": .string(askDigest),
      "item": .string(example.id), "prompt": .string(example.prompt()), "prompt_sha256": .string(promptDigest),
    ]
    if let own = benchmark.protocolShots { object["protocol_shots"] = .integer(own) }
    if !benchmark.parts.isEmpty {
      object["parts"] = .array(benchmark.parts.map { .string(benchmark.name(of: $0)) })
    }
    for (key, value) in benchmark.asking.members { object[key] = value }
    switch example.solution {
    case .choices(let choices, let right):
      object["choices"] = .array(choices.map { .string($0) })
      object["gold"] = .array(right.map { .integer($0) })
    case .answer(let answer): object["answer"] = .string(answer)
    case .program(let problem):
      object["opening"] = .string(problem.opening)
      object["tests"] = .string(problem.tests)
      object["entry_point"] = problem.entryPoint.map { .string($0) } ?? .null
    }
    if let ids { object["ids"] = .array(ids.map { .integer($0) }) }
    return .object(object)
  }

  private static let rule = String(repeating: "-", count: 40)
}
