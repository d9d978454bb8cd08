import Files

/// `timing.json` of a study: how long a study has worked, over all sessions.
struct StudyClock {
  let path: String

  init(_ path: String) { self.path = path }

  /// 0 where there is no file yet. Throws for one that says no time.
  func seconds() throws(Diagnostic) -> Double {
    guard FileSystem.exists(path) else { return 0 }
    let text = String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
    guard let seconds = CheckedLine.json(String(text.prefix { $0 != "\n" }))?["seconds"]?.number, seconds >= 0 else {
      throw Diagnostic(
        path, "is not what was written",
        expected: "restore the file; without it the report counts the time from now on alone")
    }
    return seconds
  }

  func add(_ duration: Duration) throws(Diagnostic) {
    let total = try seconds() + duration / .seconds(1)
    try FileSystem.write(CheckedLine.text(["seconds": .number(total)]) + "\n", to: path)
  }
}
