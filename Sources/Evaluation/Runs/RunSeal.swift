import Files

/// The SHA-256 of each file of a finished run, in a file that is written last: what is not there was not finished, and what does not fit
/// is not what the run found. Who compares runs looks at it first.
enum RunSeal {
  static let name = "seal.json"

  /// Says of the folder's files that they are those of a finished run.
  static func write(_ folder: String, files: [String]) throws(Diagnostic) {
    var members: [(key: String, value: JSON)] = []
    for file in files.sorted() { members.append((file, .string(try SHA256.hexadecimal(ofFile: folder + "/" + file)))) }
    let record: JSON = ["format": .integer(1), "files": .object(JSONObject(members))]
    try FileSystem.write(FolderSeal.sealed(record), to: folder + "/" + name)
  }

  /// Says that the files may change from now on.
  static func remove(_ folder: String) throws(Diagnostic) {
    let path = folder + "/" + name
    if FileSystem.exists(path) { try FileSystem.remove(path) }
  }

  /// What `reading` gives of a finished run's files. Throws where the run is not finished, a file is missing, or one is not what it was;
  /// that is found out meanwhile.
  static func checked<Value>(
    _ folder: String, reading: () throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> Value {
    let files = try list(folder)
    var digests = FileDigests(files.keys.map { folder + "/" + $0 }, threads: 2)
    let value = Result { () throws(Diagnostic) in try reading() }
    // What cannot be read is told by the comparison, which finds the digests made.
    _ = try? digests.value()
    try FolderSeal.check(
      folder, record: folder + "/" + name, files: files,
      wayOut: "restore the file; 'assay score' with the run's options and --out \(folder) writes all but run.json and "
        + "journal.jsonl again")
    return try value.get()
  }

  /// The files that the seal lists; all are there.
  private static func list(_ folder: String) throws(Diagnostic) -> JSONObject {
    let path = folder + "/" + name
    guard FileSystem.exists(path) else {
      if let shard = Shard(folder: FileSystem.lastName(of: folder)) {
        throw Diagnostic(
          folder, "holds \(shard.words) of a run", expected: "the run's folder, once 'assay join' has made the whole",
          status: .notComparable)
      }
      let isWhole = FileSystem.exists(folder + "/" + RunDirectory.digestName)
      throw Diagnostic(
        folder, isWhole ? "was finished by an earlier version of assay" : "holds a run that is not finished",
        expected: "'assay score' with the options of the run and --out \(folder) "
          + (isWhole ? "writes what is missing in seconds" : "finishes it"),
        status: .notComparable)
    }
    let record = try FolderSeal.sealedRecord(path)
    guard record["format"]?.integer == 1, let files = record["files"]?.object,
      [RunDirectory.manifestName, RunDirectory.journalName, RunDirectory.itemsName, RunDirectory.digestName]
        .allSatisfy({ files[$0] != nil })
    else {
      throw Diagnostic(
        path, "does not list the files of a run", expected: "the file as the run wrote it", status: .notComparable)
    }
    for file in files.keys where !FileSystem.exists(folder + "/" + file) {
      throw Diagnostic(
        folder, "lacks \(file), which the run wrote", expected: "all files of the run", status: .notComparable)
    }
    return files
  }
}
