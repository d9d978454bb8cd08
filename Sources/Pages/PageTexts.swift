import Evaluation
import Files

/// What was asked and answered of a task's items, over all runs: prompts once, answers of each run.
struct PageTexts: Sendable {
  /// Items of a block.
  static let chunkSize = 128

  let task: PageTask
  let answers: [PageAnswers?]
  /// Of each item a line that holds its prompt; nil where no run's folder has it.
  private var prompts: [Prompt?]

  /// - Parameter samples: the sample files of each part of each run, by its place.
  init(
    _ task: PageTask, _ runs: [PageRun], _ samples: [String: [SampleLines]], threads: Threads
  ) throws(Diagnostic) {
    self.task = task
    prompts = task.items.ids.map { _ in nil }
    let found = try threads.map(runs.count) { (run) throws(Diagnostic) -> Found? in
      guard let (part, record) = runs[run].task(task.id) else { return nil }
      return try Found((samples[part.place] ?? []).filter { $0.task == task.id }, task, run, record)
    }
    answers = found.map { $0.map { PageAnswers(all: $0.answers) } }
    for run in found {
      guard let run else { continue }
      for (item, prompt) in run.prompts.enumerated() where prompts[item] == nil { prompts[item] = prompt }
    }
  }

  /// What one run's files hold of the task.
  private struct Found: Sendable {
    var answers: [PageAnswer?]
    var prompts: [Prompt?]

    /// nil where there are no files.
    init?(_ files: [SampleLines], _ task: PageTask, _ run: Int, _ record: TaskRecord) throws(Diagnostic) {
      guard !files.isEmpty else { return nil }
      answers = [PageAnswer?](repeating: nil, count: task.items.ids.count)
      prompts = [Prompt?](repeating: nil, count: task.items.ids.count)
      var homes = ItemHomes(record, places: task.items.places[run])
      for lines in files { try read(lines, task.kind, &homes) }
    }

    private mutating func read(
      _ lines: SampleLines, _ kind: PageTask.Kind, _ homes: inout ItemHomes
    ) throws(Diagnostic) {
      // Filters stand one behind the other, each with all items.
      var isRepeat = false
      for (number, line) in lines.lines.enumerated() {
        if kind == .choice, let ranking = RankingLine(lines, line) {
          guard let home = homes.home(of: ranking.item) else { continue }
          if answers[home] == nil { answers[home] = .ranking(ranking.sums) }
          if prompts[home] == nil { prompts[home] = Prompt(lines: lines, line: line) }
          continue
        }
        // Completions stand before what filters made of them; log-likelihoods do, too, but twice.
        let ending: SampleLines.Ending = kind == .choice || isRepeat ? .filtered : .answers
        guard var sample = lines.end(line, from: ending), let item = sample["assay"]?["item"]?.string else {
          throw SampleLines.notSamples(lines.file.path, number + 1)
        }
        guard let home = homes.home(of: item) else { continue }
        isRepeat = answers[home] != nil
        if ending == .filtered, kind != .choice, !isRepeat { sample = lines.end(line, from: .answers) ?? sample }
        if isRepeat { answers[home]?.add(sample) } else { answers[home] = PageAnswer(sample) }
        if prompts[home] == nil { prompts[home] = Prompt(lines: lines, line: line) }
      }
    }
  }

  /// Where a prompt stands.
  private struct Prompt: Sendable {
    let lines: SampleLines
    let line: Range<Int>
  }

  /// Whether any item's prompt is at hand.
  var hasAny: Bool { prompts.contains { $0 != nil } }

  /// How many blocks there are.
  var chunkCount: Int { hasAny ? (task.items.ids.count + Self.chunkSize - 1) / Self.chunkSize : 0 }

  /// The block of that number, in the order of the items.
  func chunk(_ number: Int) throws(Diagnostic) -> String {
    let start = number * Self.chunkSize
    var before: [UInt8] = [], parts: [String] = []
    for item in start..<min(start + Self.chunkSize, task.items.ids.count) {
      parts.append(try text(item, &before))
    }
    return "[" + parts.joined(separator: ",") + "]"
  }

  /// - Parameter before: the prompt before this one within the block, and then this one.
  private func text(_ item: Int, _ before: inout [UInt8]) throws(Diagnostic) -> String {
    var json = JSONObject()
    var prompt: [UInt8] = []
    if let place = prompts[item] {
      guard let sample = place.lines.whole(place.line) else {
        throw SampleLines.notSamples(place.lines.file.path, 0)
      }
      let asked = sample["arguments"]?.object?.members ?? []
      prompt = Array((asked.first?.value["arg_0"]?.string ?? "").utf8)
      let choices = asked.compactMap { $0.value["arg_1"]?.string }
      if !choices.isEmpty {
        json["choices"] = .array(choices.map { .string($0) })
        json["gold"] = .array(Self.gold(sample["target"]?.string ?? ""))
      } else {
        json["target"] = sample["target"]
      }
      if let record = sample["doc"] { json["record"] = .string(record.text(pretty: true)) }
    }
    let (shared, units) = Self.shared(before, prompt)
    json["shared"] = .integer(units)
    json["rest"] = .string(String(decoding: prompt[shared...], as: UTF8.self))
    before = prompt
    let own = answers.map { $0?.all[item]?.json ?? "null" }.joined(separator: ",")
    return String(JSON.object(json).text().dropLast()) + ",\"answers\":[" + own + "]}"
  }

  /// The right choices: `2`, or `[0, 3]`.
  private static func gold(_ target: String) -> [JSON] {
    target.split { "[], ".contains($0) }.compactMap { Int($0) }.map { .integer($0) }
  }

  /// How many bytes two prompts begin with alike, up to a whole character, and how many UTF-16 units, which JavaScript counts, these are.
  static func shared(_ one: [UInt8], _ other: [UInt8]) -> (bytes: Int, units: Int) {
    var count = 0
    let most = min(one.count, other.count)
    while count < most, one[count] == other[count] { count += 1 }
    while count > 0, count < other.count, other[count] & 0xC0 == 0x80 { count -= 1 }
    while count > 0, count < one.count, one[count] & 0xC0 == 0x80 { count -= 1 }
    var units = 0
    for byte in other[..<count] where byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
    return (count, units)
  }
}
