/// `timing.json` and, a line for each step of a training, `timing.jsonl`: the files whose bytes may differ between two equal runs, with
/// dates, hosts, threads, times and speeds. What stands in any other file is the same for equal input, whatever the machine; and no list
/// of digests names these.
public enum TimingFile {
  public static let name = "timing.json"
  public static let logName = "timing.jsonl"

  /// Appends an entry to the member `sessions`, or puts it in the place of the one that this process has begun.
  /// - Parameter isBegun: whether the last entry is of this process.
  public static func write(session: JSON, to folder: String, isBegun: Bool) throws(Diagnostic) {
    var sessions = try Self.sessions(in: folder)
    if isBegun, !sessions.isEmpty { sessions.removeLast() }
    sessions.append(session)
    let json: JSON = ["sessions": .array(sessions)]
    try FileSystem.write(json.text(pretty: true) + "\n", to: folder + "/" + name)
  }

  /// The sessions that a folder's file lists; none where there is no file.
  public static func sessions(in folder: String) throws(Diagnostic) -> [JSON] {
    let path = folder + "/" + name
    guard FileSystem.exists(path) else { return [] }
    guard let sessions = try JSON(file: path)["sessions"]?.array else {
      throw Diagnostic(
        path, "lists no sessions",
        expected: "what assay wrote; or remove the file, in which there is nothing but how long what took")
    }
    return sessions
  }
}
