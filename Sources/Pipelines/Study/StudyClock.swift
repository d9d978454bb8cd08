import Files

/// `seconds.json`: how long a study has worked, over all sessions.
struct StudyClock {
  let path: String

  init(_ path: String) { self.path = path }

  /// 0 where there is no file yet. Throws for one that says no time.
  func seconds() throws(Diagnostic) -> Double {
    guard FileSystem.exists(path) else { return 0 }
    guard let seconds = try JSON(file: path)["seconds"]?.number, seconds >= 0 else {
      throw Diagnostic(
        path, "does not say how long the study has worked",
        expected: "what assay study wrote; without the file it counts from 0")
    }
    return seconds
  }

  func add(_ duration: Duration) throws(Diagnostic) {
    let total = try seconds() + duration / .seconds(1)
    try FileSystem.write(JSON.object(["seconds": .number(total)]).text() + "\n", to: path)
  }
}
