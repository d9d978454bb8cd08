public import Files

/// The files of runs by the names that lm-evaluation-harness gives its own, so that tools for these find them:
/// `MODEL/results_DATE.json` and `MODEL/samples_TASK_DATE.jsonl`. The date is that of the run, not of now.
public struct HarnessFolder {
  public let path: String
  private let force: Bool

  public init(_ path: String, force: Bool) {
    self.path = path
    self.force = force
  }

  /// Throws where the place is none, before anything is read.
  public func check(inputs: [String]) throws(Diagnostic) {
    do throws(Diagnostic) { _ = try OutputPlace(path, .folder, trees: inputs, force: force) } catch {
      throw Diagnostic(
        "--harness", "\(error.place) \(error.problem)", expected: error.expectation, status: error.status)
    }
  }

  /// Writes the files of all rows that are runs; gives what was left out, a sentence each. Throws where a run does not say when it was
  /// made, and where another file has one of the names.
  public func write(_ board: Leaderboard) throws(Diagnostic) -> [String] {
    var left: [String] = [], files: [(from: String, to: String, text: String?)] = []
    for row in board.rows {
      let folders = row.places.filter { FileSystem.exists($0 + "/results.json") }
      guard !folders.isEmpty, row.origin != .published else {
        left.append("\(row.name) is no run with files of its own, and has none in \(path)")
        continue
      }
      for folder in folders { files += try self.files(row, folder) }
    }
    for file in files where FileSystem.exists(file.to) && !force {
      let text = try Self.bytes(file.from, file.text)
      guard try FileSystem.bytes(of: file.to) == text else {
        throw Diagnostic(
          file.to, "is there already and is another file", expected: "another folder; --force writes over it")
      }
    }
    for file in files {
      try FileSystem.makeDirectory(FileSystem.directory(of: file.to))
      try FileSystem.write(try Self.bytes(file.from, file.text), to: file.to)
    }
    return left
  }

  /// The text where there is one, else the file as it is.
  private static func bytes(_ path: String, _ text: String?) throws(Diagnostic) -> [UInt8] {
    guard let text else { return try FileSystem.bytes(of: path) }
    return Array(text.utf8)
  }

  private func files(_ row: LeaderboardRow, _ folder: String) throws(Diagnostic) -> [(
    from: String, to: String, text: String?
  )] {
    guard let date = try RunDate([folder]) else {
      throw Diagnostic(
        folder, "does not say when it was made: it has no timing.json with a date",
        expected: "the folder as the run wrote it; the harness's names hold a date, and that of now would be another")
    }
    let inner = "\(path)/\(Self.sanitized(row.name))"
    let from = folder + "/results.json", results = try JSON(file: from)
    guard var object = results.object else {
      throw Diagnostic(from, "is no object", expected: "the file as the run wrote it", status: .notComparable)
    }
    object["date"] = .integer(date.unix)
    object["total_evaluation_time_seconds"] = .string("\(date.seconds)")
    var files: [(from: String, to: String, text: String?)] = [
      (from, "\(inner)/results_\(date.harnessName).json", JSON.object(object).text(pretty: true) + "\n")
    ]
    for name in try FileSystem.names(in: folder) where name.hasPrefix("samples_") && name.hasSuffix(".jsonl") {
      files.append(("\(folder)/\(name)", "\(inner)/\(name.dropLast(6))_\(date.harnessName).jsonl", nil))
    }
    return files
  }

  /// One name of a folder, without what separates paths or cannot be seen.
  static func sanitized(_ name: String) -> String {
    let text = String(SafeText.line(name).map { "\"<>:/|\\?*[]".contains($0) ? "_" : $0 })
    let short = String(decoding: Array(text.utf8.prefix(200)), as: UTF8.self)
    return short.isEmpty || short.hasPrefix(".") ? "_" + short : short
  }
}
