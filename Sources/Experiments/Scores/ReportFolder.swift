import Files
import Platform

/// The folder of a job of many steps: its report, and what it needs to find again. It is known by `COMMAND.json`, or by the report
/// of an earlier version. One process at a time, or any number that share it.
final class ReportFolder {
  let path: String
  private let lock: DirectoryLock

  /// Makes or opens it. Throws when it holds something else, unless forced.
  /// - Parameters:
  ///   - trees: folders that are read.
  ///   - files: what is read besides.
  ///   - isShared: other processes that say so, too, may have it open.
  init(
    _ path: String, command: String, trees: [String] = [], files: [String] = [], force: Bool, isShared: Bool = false
  ) throws(Diagnostic) {
    self.path = path
    let mark = path + "/\(command).json"
    try OutputPlace(path, .folder, trees: trees, files: files, force: force).check(
      ignoring: { _ in false }, isOwn: { Self.isOwn($0, mark) }
    ) { name in
      Diagnostic(
        path, "holds '\(name)' and is no folder of assay \(command)",
        expected: "a new folder, or that of an earlier run; --force writes into this one")
    }
    try FileSystem.makeDirectory(path)
    lock = try DirectoryLock(path, isShared: isShared)
    if !FileSystem.exists(mark) {
      let record: JSON = ["made_by": .string(AssayVersion.maker), "command": .string(command)]
      try FileSystem.write(record.text(pretty: true) + "\n", to: mark)
    }
  }

  /// By its mark; or by a report with artefacts beside it.
  private static func isOwn(_ path: String, _ mark: String) -> Bool {
    if let known = try? JSON(file: mark), known["made_by"]?.string?.hasPrefix("assay ") == true { return true }
    let report = try? JSON(file: path + "/report.json")
    return FileSystem.isDirectory(path + "/artefacts")
      && (report == nil ? !FileSystem.exists(path + "/report.md") : report?.object != nil)
  }

  func write(_ markdown: String, _ json: JSON) throws(Diagnostic) {
    try FileSystem.write(markdown, to: path + "/report.md")
    try FileSystem.write(json.text(pretty: true) + "\n", to: path + "/report.json")
  }
}
