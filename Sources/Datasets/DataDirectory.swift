public import Files

/// A folder of official benchmark files, at the paths that benchmarks name in their `files`, or the built-in fixtures.
public struct DataDirectory: Sendable {
  /// What people call it: the path given with `--data`, or `fixtures`.
  public var name: String
  /// What the built-in miniatures are called.
  public static let miniatureName = "fixtures"
  /// What a reader of numbers that were reached on them must know first.
  public static let miniatureWarning =
    "asked: the built-in miniatures (fixtures), not the benchmarks; the numbers mean nothing about the model; --data names the official files"

  public var isMiniature: Bool { name == Self.miniatureName }

  /// Whether the official item counts must be met. The fixtures are miniatures, so they need not.
  public var isOfficial: Bool
  /// How many items the folder says its files hold, by their paths; nil where it says nothing. A folder that says so is not the
  /// official data, and its own counts must be met instead.
  public var statedCounts: [String: Int]?
  /// The bytes of a file by its path below the folder, nil when there is none; a `.gz` is not unpacked here.
  private let contents: @Sendable (_ path: String) throws(Diagnostic) -> [UInt8]?

  public init(
    name: String, isOfficial: Bool,
    contents: @escaping @Sendable (String) throws(Diagnostic) -> [UInt8]?
  ) {
    self.name = name
    self.isOfficial = isOfficial
    self.contents = contents
  }

  /// A folder on disk.
  public init(path: String) throws(Diagnostic) {
    guard FileSystem.isDirectory(path) else {
      if path.hasSuffix(".parquet") { throw .parquet(path) }
      throw Diagnostic(
        path, "is not a folder",
        expected: "--data names a folder with arc/, mmlu/, race/, …, or is 'fixtures'")
    }
    self.init(name: path, isOfficial: true) { (name) throws(Diagnostic) in
      let full = path + "/" + name
      return FileSystem.exists(full) ? try FileSystem.bytes(of: full) : nil
    }
    let counts = path + "/" + Self.countsName
    guard FileSystem.exists(counts) else { return }
    isOfficial = false
    statedCounts = try Self.counts(in: DataFile(name: counts, bytes: FileSystem.bytes(of: counts)))
  }

  /// Throws where a file with a count that a world made is not what was written.
  public func checkWorld() throws(Diagnostic) {
    for path in (statedCounts ?? [:]).keys.sorted() { try FolderSeal.checkWorld(file: place(of: path)) }
  }

  /// The file in which a folder states its own counts, as `assay world` does.
  public static let countsName = "items.json"

  private static func counts(in file: DataFile) throws(Diagnostic) -> [String: Int] {
    let format = "an object with \"items\": for each file of a benchmark its number of items"
    var counts: [String: Int] = [:]
    for (path, value) in try Record.object(of: file, format: format).value["items"]?.object?.members ?? [] {
      guard let count = value.integer, count > 0 else {
        throw Diagnostic(file.name, "\"\(path)\" has no number of items", expected: format)
      }
      counts[path] = count
    }
    guard !counts.isEmpty else { throw Diagnostic(file.name, "states no counts", expected: format) }
    return counts
  }

  /// Whether the file, or its packed form `path.gz`, is there.
  public func holds(_ path: String) throws(Diagnostic) -> Bool {
    if try contents(path) != nil { return true }
    return try contents(path + ".gz") != nil
  }

  /// Reads a file by its path below the folder. Where it is not there but `path.gz` is, that is unpacked.
  /// - Parameter expectation: what a person who lacks the file should know of it; by default, where it
  ///   belongs.
  public func file(_ path: String, expected expectation: String? = nil) throws(Diagnostic) -> DataFile {
    // Exemplars of a world have no count that would be checked later.
    if let statedCounts, statedCounts[path] == nil { try FolderSeal.checkWorld(file: place(of: path)) }
    if let bytes = try contents(path) { return DataFile(name: place(of: path), bytes: bytes) }
    if let packed = try contents(path + ".gz") {
      let place = place(of: path + ".gz")
      return DataFile(name: place, bytes: try Gzip.unpack(packed, place: place))
    }
    if let copy = Self.parquet(beside: place(of: path)) { throw .parquet(copy) }
    let belongs =
      isMiniature
      ? "a file below benchmarks/fixtures gets into the program by Scripts/list-fixtures.sh and a build; --data names the official files"
      : "the folder given with --data must hold it in its official format (or packed, as \(path).gz)"
    throw Diagnostic(place(of: path), "is missing", expected: expectation ?? belongs)
  }

  /// A copy in Parquet that lies where a file should, or in a folder of it.
  private static func parquet(beside path: String) -> String? {
    let folder = FileSystem.directory(of: path)
    let names = (try? FileSystem.names(in: folder)) ?? []
    return names.sorted().first { $0.hasSuffix(".parquet") }.map { folder + "/" + $0 }
  }

  /// How a file is called in messages.
  public func place(of path: String) -> String { "\(name)/\(path)" }
}

extension Diagnostic {
  fileprivate static func parquet(_ path: String) -> Diagnostic {
    Diagnostic(
      path, "is a Parquet file, which is not read",
      expected:
        "the files as their authors published them; 'assay data fetch DIR' fetches them, 'assay data list' says from where"
    )
  }
}
