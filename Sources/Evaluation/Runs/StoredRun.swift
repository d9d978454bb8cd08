public import Files

/// A finished run as it lies in its folder, or as a reference holds it: who reads it compares it with another.
public struct StoredRun: Sendable, Equatable {
  /// What people call it: its folder, or the reference's file.
  public var place: String
  /// SHA-256 over all outcomes.
  public var digest: String
  /// What was asked, as `run.json` has it.
  public var identity: JSON
  /// Where the model and its adapters were, for people.
  public var model: String
  /// Whether the built-in miniatures were asked, which are no benchmark.
  public var isMiniature: Bool
  /// Of one nat how many steps its log-likelihoods have; nil where they are exact.
  public var goldSteps: Double?
  public var tasks: [TaskRecord]

  public init(
    place: String, model: String, digest: String, identity: JSON, isMiniature: Bool = false, goldSteps: Double? = nil,
    tasks: [TaskRecord]
  ) {
    self.place = place
    self.model = model
    self.digest = digest
    self.identity = identity
    self.isMiniature = isMiniature
    self.goldSteps = goldSteps
    self.tasks = tasks
  }

  public var items: Int { tasks.reduce(0) { $0 + $1.items.count } }

  /// Reads a finished run, and holds each of its files against the digest that it was written with. Throws with the status "not
  /// comparable" where there is no run, one that is not finished, or one of which a file is not what it was.
  public init(folder: String) throws(Diagnostic) {
    guard FileSystem.exists(folder) else { throw .noRun(folder, "is not there") }
    guard FileSystem.isDirectory(folder) else { throw .noRun(folder, "is no folder") }
    let manifest = folder + "/" + RunDirectory.manifestName
    if !FileSystem.exists(manifest), try !ShardFolder.shards(in: folder).isEmpty {
      throw Diagnostic(
        folder, "holds shards of a run that are not joined", expected: "'assay join \(folder)' makes the whole of them",
        status: .notComparable)
    }
    guard FileSystem.exists(manifest) else { throw .noRun(folder, "holds no run: it has no run.json") }
    do throws(Diagnostic) {
      self = try RunSeal.checked(folder) { () throws(Diagnostic) in try StoredRun(unchecked: folder) }
    } catch {
      var error = error
      error.status = error.status.isSignal ? error.status : .notComparable
      throw error
    }
  }

  private init(unchecked folder: String) throws(Diagnostic) {
    let manifest = folder + "/" + RunDirectory.manifestName
    let json = try JSON(file: manifest)
    guard json["format"]?.integer == RunManifest.format, let identity = json["identity"], identity.object != nil
    else {
      throw Diagnostic(manifest, "does not say what was asked", expected: "the run.json of a run of this version")
    }
    let path = folder + "/" + RunDirectory.itemsName
    self.init(
      place: folder, model: Self.model(json["circumstances"] ?? .null), digest: try Self.digest(folder),
      identity: identity,
      isMiniature: json["circumstances"]?["miniatures"]?.bool ?? false,
      tasks: try TaskRecord.read(try FileSystem.bytes(of: path), place: path))
    try checkIdentity(manifest)
  }

  private static func model(_ circumstances: JSON) -> String {
    let adapters = (circumstances["adapters"]?.array ?? []) + (circumstances["ensemble"]?.array ?? [])
    return ([circumstances["model"]?.string ?? "?"] + adapters.compactMap(\.string)).joined(separator: " + ")
  }

  private static func digest(_ folder: String) throws(Diagnostic) -> String {
    let path = folder + "/" + RunDirectory.digestName
    let text = String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
    guard text.utf8.count == 65, text.hasSuffix("\n") else {
      throw Diagnostic(path, "holds no digest", expected: "the SHA-256 that the run wrote")
    }
    return String(text.dropLast())
  }

  /// Whether what was asked and what was found are of one run.
  private func checkIdentity(_ manifest: String) throws(Diagnostic) {
    let asked = identity["tasks"]?.object
    let found = tasks.map(\.id)
    guard asked?.keys.elementsEqual(found) == true,
      tasks.allSatisfy({ asked?[$0.id]?["items"]?.integer == $0.items.count })
    else {
      throw Diagnostic(
        manifest, "asks other tasks or items than \(RunDirectory.itemsName) answers", expected: "the files of one run")
    }
  }
}

extension Diagnostic {
  static func noRun(_ folder: String, _ problem: String) -> Diagnostic {
    Diagnostic(
      folder, problem, expected: "the folder of a run that 'assay score' or 'assay execute' finished",
      status: .notComparable)
  }
}
