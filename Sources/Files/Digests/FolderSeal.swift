/// SHA-256 digests of a folder's files, written when they were made and checked when they are used: a flipped byte is an error, not
/// another number. A folder that lists none, as foreign ones do, is not read.
///
/// Cost: each listed file is read once a process, at the speed of SHA-256.
public enum FolderSeal {
  /// The digests of all files below a folder, by their path in it.
  /// - Parameter except: names of files that may change or hold the list.
  public static func digests(of folder: String, except: Set<String> = []) throws(Diagnostic) -> JSON {
    var members: [(key: String, value: JSON)] = []
    try list(folder, below: "", except) { (name) throws(Diagnostic) in
      members.append((name, .string(try SHA256.known(ofFile: folder + "/" + name))))
    }
    return .object(JSONObject(members))
  }

  private static func list(
    _ folder: String, below prefix: String, _ except: Set<String>, _ body: (String) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    for name in try FileSystem.names(in: folder) where !except.contains(name) && !OutputPlace.isTemporary(name) {
      let path = folder + "/" + name
      if FileSystem.isDirectory(path) {
        try list(path, below: prefix + name + "/", except, body)
      } else {
        try body(prefix + name)
      }
    }
  }

  /// Writes the digests of a folder's files into its record of where it comes from, as the member `files`.
  /// - Parameter madeBy: makes a record where there is none; nil leaves such a folder as it is.
  public static func seal(_ folder: String, record name: String = recordName, madeBy: String? = nil) throws(Diagnostic)
  {
    let path = folder + "/" + name
    guard var record = FileSystem.exists(path) ? try JSON(file: path).object : madeBy.map({ ["made_by": .string($0)] })
    else { return }
    record["files"] = try digests(of: folder, except: [name])
    try FileSystem.write(SealedRecord.text(record), to: path)
  }

  public static let recordName = "provenance.json"

  /// Throws for the first file that is not what the folder's record says. Files that are gone are for others to miss.
  public static func check(_ folder: String, record name: String = recordName) throws(Diagnostic) {
    let path = folder + "/" + name
    guard FileSystem.exists(path) else { return }
    let record = try SealedRecord.read(path)
    // Other programs may have a list of another form under the same names.
    let isOwn = name != recordName || record["made_by"]?.string?.hasPrefix("assay") == true
    guard let listed = record["files"], !listed.isNull, isOwn || listed.isList else { return }
    guard let files = listed.object else { throw .damagedList(path) }
    try check(
      folder, record: path, files: files,
      wayOut: "make the folder anew, or restore the file; where the change is meant, remove \"files\" and "
        + "\"\(SealedRecord.member)\" from \(path)")
  }

  /// Checks one file of a world that `assay world` made, in whose folder or one above a `world.json` lists it; any other file is not
  /// read.
  public static func checkWorld(file path: String) throws(Diagnostic) {
    var folder = FileSystem.directory(of: path)
    for _ in 0..<4 where folder != "/" {
      let record = folder == "." ? "world.json" : folder + "/world.json"
      if FileSystem.exists(record), path.hasPrefix(folder + "/") || folder == "." {
        let name = folder == "." ? path : String(path.dropFirst(folder.utf8.count + 1))
        guard let entry = try SealedRecord.read(record)["files"]?.array?.first(where: { $0["path"]?.string == name })
        else {
          return
        }
        return try check(
          folder, record: record, files: [name: entry["sha256"] ?? .null],
          wayOut: "make the world anew by its seed and spec, or restore the file")
      }
      if folder == "." { return }
      folder = FileSystem.directory(of: folder)
    }
  }

  /// A record of its own kind, as text that ends with a digest of itself; `checkWorld` compares it.
  public static func sealed(_ record: JSON) -> String {
    record.object.map { SealedRecord.text($0) } ?? record.text(pretty: true) + "\n"
  }

  /// A record that `sealed` made, checked against its digest of itself.
  public static func sealedRecord(_ path: String) throws(Diagnostic) -> JSON {
    let record = try SealedRecord.read(path)
    guard record[SealedRecord.member] != nil else { throw .damagedList(path) }
    return record
  }

  /// Throws for the first of the files that does not have the listed digest. Those that are gone are not looked at.
  public static func check(_ folder: String, record: String, files: JSONObject, wayOut: String) throws(Diagnostic) {
    for (name, digest) in files.members {
      let path = folder + "/" + name
      // A list that says nothing of a file would let any file pass.
      guard let digest = digest.string else { throw .damagedList(record) }
      guard FileSystem.exists(path) else { continue }
      guard try SHA256.known(ofFile: path) == digest else {
        throw Diagnostic(path, "is not what was written: its SHA-256 is another one", expected: wayOut)
      }
    }
  }
}

extension JSON {
  /// Whether it is what `digests` gives.
  fileprivate var isList: Bool { object?.members.allSatisfy { $0.value.string?.utf8.count == 64 } ?? false }
}

extension Diagnostic {
  static func damagedList(_ record: String) -> Diagnostic {
    Diagnostic(
      record, "does not hold the SHA-256 of its folder's files any more",
      expected: "the record that was written with them; restore it, or make the folder anew")
  }
}

extension SHA256 {
  /// The digest of a file, computed once a process as long as the file is the same by device, number, time and size.
  public static func known(ofFile path: String) throws(Diagnostic) -> String {
    try RememberedDigests.digest(of: [path]) { () throws(Diagnostic) in try hexadecimal(ofFile: path) }
  }
}
