import Evaluation
import Files

/// What was asked and answered of a task's items, over all runs: prompts once, answers of each run.
struct PageTexts {
  /// Items of a block.
  static let chunkSize = 128

  let task: PageTask
  private(set) var answers: [PageAnswers?]
  /// Of each item a line that holds its prompt; nil where no run's folder has it.
  private var prompts: [(lines: SampleLines, line: Range<Int>)?]

  /// - Parameter samples: the sample files of each part of each run, by its place.
  init(_ task: PageTask, _ runs: [PageRun], _ samples: [String: [SampleLines]]) throws(Diagnostic) {
    self.task = task
    answers = runs.map { _ in nil }
    prompts = task.items.ids.map { _ in nil }
    for run in runs.indices {
      guard let (part, record) = runs[run].task(task.id) else { continue }
      try read((samples[part.place] ?? []).filter { $0.task == task.id }, run, record)
    }
  }

  private mutating func read(_ files: [SampleLines], _ run: Int, _ record: TaskRecord) throws(Diagnostic) {
    guard !files.isEmpty else { return }
    var homes: [String: Int] = [:]
    homes.reserveCapacity(record.items.count)
    for (home, place) in task.items.places[run].enumerated() {
      if let place { homes[record.items[place].item] = home }
    }
    var all = [PageAnswer?](repeating: nil, count: task.items.ids.count)
    for lines in files {
      for (number, line) in lines.lines.enumerated() {
        guard let sample = lines.end(line), let item = sample["assay"]?["item"]?.string else {
          throw SampleLines.notSamples(lines.file.path, number + 1)
        }
        guard let home = homes[item] else { continue }
        if all[home] != nil { all[home]?.add(sample) } else { all[home] = PageAnswer(sample) }
        if prompts[home] == nil { prompts[home] = (lines, line) }
      }
    }
    answers[run] = PageAnswers(all: all)
  }

  /// Whether any item's prompt is at hand.
  var hasAny: Bool { prompts.contains { $0 != nil } }

  /// The blocks in the order of the items.
  func chunks() throws(Diagnostic) -> [String] {
    guard hasAny else { return [] }
    var chunks: [String] = []
    for start in stride(from: 0, to: task.items.ids.count, by: Self.chunkSize) {
      var before: [UInt8] = [], parts: [String] = []
      for item in start..<min(start + Self.chunkSize, task.items.ids.count) {
        parts.append(try text(item, &before))
      }
      chunks.append("[" + parts.joined(separator: ",") + "]")
    }
    return chunks
  }

  /// - Parameter before: the prompt before this one within the block, and then this one.
  private func text(_ item: Int, _ before: inout [UInt8]) throws(Diagnostic) -> String {
    var json = JSONObject()
    var prompt: [UInt8] = []
    if let (lines, line) = prompts[item] {
      guard let sample = lines.whole(line) else { throw SampleLines.notSamples(lines.file.path, 0) }
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
