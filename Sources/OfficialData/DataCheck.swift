import Benchmarks
import Datasets
import Evaluation
public import Files
import Reporting

/// The job of `assay data check`: what is there of the official files, what is missing, what differs, and how many items tasks find.
public struct DataCheck {
  public struct File: Sendable, Equatable {
    public var file: PublishedFile
    public var condition: OfficialFolder.Condition
  }

  public struct Task: Sendable, Equatable {
    public var id: String
    public var items: Int
    /// nil: none could be read.
    public var found: Int?
    public var problem: String?
  }

  public let folder: String
  public let files: [File]
  public let tasks: [Task]

  public init(_ folder: String, _ choice: FileChoice, _ observe: (String) throws(Diagnostic) -> Void) throws(Diagnostic)
  {
    self.folder = folder
    try OfficialFolder(folder).checkIsNoWorld()
    let data = try DataDirectory(path: folder)
    var files: [File] = [], tasks: [Task] = []
    for file in Publication.all.flatMap(\.files) where choice.wants(file) {
      try observe(file.path)
      files.append(File(file: file, condition: try OfficialFolder(folder).condition(of: file)))
    }
    for benchmark in choice.protocols {
      try observe(benchmark.id)
      do {
        let items = try benchmark.items(from: data)
        tasks.append(Task(id: benchmark.id, items: benchmark.itemCount, found: items.count))
      } catch {
        tasks.append(
          Task(id: benchmark.id, items: benchmark.itemCount, problem: "\(error.place) \(error.problem)"))
      }
    }
    self.files = files
    self.tasks = tasks
  }

  public var isComplete: Bool { files.allSatisfy { $0.condition == .there } }

  /// Files by condition, those that are not as published by name, and the tasks.
  public func text(width: Int) -> String {
    var text = ""
    for word in ["there", "missing", "differs"] {
      let count = files.count { $0.condition.word == word }
      if count > 0 { text += "\(Quantity.count(count)) \(count == 1 ? "file" : "files") \(word)\n" }
    }
    for file in files {
      if case .differs(let found) = file.condition {
        text += "differs  \(file.file.path): \(found), published \(file.file.held.sha256)\n"
      }
    }
    for file in files where file.condition == .missing { text += "missing  \(file.file.path)\n" }
    var table = TextTable([.left, .right, .right, .left])
    table.add(["protocol", "items", "of", "what is wrong"])
    for task in tasks {
      table.add([
        task.id, task.found.map { Quantity.count($0) } ?? "-", Quantity.count(task.items), task.problem ?? "",
      ])
    }
    return text + "\n" + table.text(width: width) + wayOut
  }

  private var wayOut: String {
    guard !isComplete else { return "" }
    let isMissing = files.contains { $0.condition == .missing }
    let differs = files.contains { $0.condition != .missing && $0.condition != .there }
    return "\n" + (differs ? "move away what differs, then " : "")
      + (isMissing || differs ? "'assay data fetch \(folder)' fetches what is missing\n" : "")
  }

  public var json: JSON {
    [
      "folder": .string(folder), "complete": .bool(isComplete),
      "files": .array(
        files.map { file in
          var json: JSONObject = ["path": .string(file.file.path), "condition": .string(file.condition.word)]
          if case .differs(let found) = file.condition { json["found"] = .string(found) }
          json["sha256"] = .string(file.file.held.sha256)
          json["of"] = .string(file.file.held.what)
          return .object(json)
        }),
      "tasks": .array(
        tasks.map { task in
          [
            "protocol": .string(task.id), "items": task.found.map { .integer($0) } ?? .null,
            "official_items": .integer(task.items), "problem": task.problem.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
