import Datasets
public import Files
import Transfers

/// The job of `assay data fetch`: what a folder lacks of the official files is downloaded, made, held against the known digests and put
/// into its place whole. What is there stays as it is.
public struct FetchData {
  public var folder: String
  public var choice: FileChoice
  /// In the place of `https://`, where a server in between has copies by host and path; nil: the publishers' own servers.
  public var mirror: String?
  /// Without a connection or a byte.
  public var seconds: Int
  public var publications = Publication.all

  public init(_ folder: String, _ choice: FileChoice, mirror: String? = nil, seconds: Int = 60) {
    self.folder = folder
    self.choice = choice
    self.mirror = mirror
    self.seconds = seconds
  }

  /// What became of a file.
  public struct Outcome: Sendable, Equatable {
    public var path: String
    public var kind: Kind
    /// What went wrong, or what a person is to do.
    public var reason: Diagnostic?

    public enum Kind: String, Sendable {
      case kept, fetched, failed
      case byHand = "by hand"
    }
  }

  /// How far it is, for people.
  public typealias Observer = (_ url: String, _ bytes: Int, _ total: Int?) throws(Diagnostic) -> Void

  /// Fetches one parcel after the other; what cannot be had of one stops none of the others.
  /// - Parameter told: gets each outcome as it comes.
  public func run(
    _ observe: @escaping Observer, told: (Outcome) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> [Outcome] {
    try OfficialFolder(folder).checkIsNoWorld()
    let scratch = folder + "/" + Self.scratchName
    try FileSystem.makeDirectory(scratch)
    var outcomes: [Outcome] = []
    do {
      let lock = try DirectoryLock(scratch)
      defer { withExtendedLifetime(lock) {} }
      for parcel in publications.flatMap(\.parcels) {
        for outcome in try outcomesOf(parcel, scratch, observe) {
          outcomes.append(outcome)
          try told(outcome)
        }
      }
    }
    // What broke off stays there, for the next time.
    if try FileSystem.names(in: scratch).allSatisfy({ $0 == "lock" }) { try FileSystem.removeDirectory(scratch) }
    return outcomes
  }

  /// Beside the files: what is not yet whole.
  static let scratchName = ".assay-fetch"

  private func outcomesOf(
    _ parcel: Parcel, _ scratch: String, _ observe: @escaping Observer
  ) throws(Diagnostic) -> [Outcome] {
    var outcomes: [Outcome] = [], missing: [PublishedFile] = []
    for file in parcel.files where choice.wants(file) {
      switch try OfficialFolder(folder).condition(of: file) {
      case .there: outcomes.append(Outcome(path: file.path, kind: .kept))
      case .missing: missing.append(file)
      case .differs(let found):
        outcomes.append(Outcome(path: file.path, kind: .failed, reason: .foreign(place(file), found, file)))
      }
    }
    guard !missing.isEmpty else { return outcomes }
    if case .byHand(let words) = parcel.making {
      return outcomes
        + missing.map {
          Outcome(
            path: $0.path, kind: .byHand,
            reason: Diagnostic(place($0), "is published in no file of its own", expected: "\(words); \(parcel.url)"))
        }
    }
    do {
      return try outcomes + fetch(missing, of: parcel, scratch, observe)
    } catch {
      if error.status.isSignal { throw error }
      return outcomes + missing.map { Outcome(path: $0.path, kind: .failed, reason: error) }
    }
  }

  private func fetch(
    _ missing: [PublishedFile], of parcel: Parcel, _ scratch: String, _ observe: @escaping Observer
  ) throws(Diagnostic) -> [Outcome] {
    let url = address(parcel.url)
    let part = scratch + "/" + String(SHA256.hexadecimal(of: parcel.url).prefix(16)) + ".part"
    var isResumed = FileSystem.exists(part)
    while true {
      try Download(url, to: part, limits: Download.Limits(seconds: seconds)) { (bytes, total) throws(Diagnostic) in
        try observe(url, bytes, total)
      }.run()
      let outcomes: [Outcome]
      do {
        outcomes = try put(missing, try parcel.make(of: part), url)
      } catch {
        try FileSystem.remove(part)
        if isResumed, !error.status.isSignal {
          isResumed = false
          continue
        }
        throw error
      }
      try FileSystem.remove(part)
      // A part that lay there may have been of another file.
      if isResumed, outcomes.contains(where: { $0.kind == .failed }) {
        isResumed = false
        continue
      }
      return outcomes
    }
  }

  /// Writes what is right, and keeps out what is not.
  private func put(
    _ missing: [PublishedFile], _ made: [(file: PublishedFile, bytes: [UInt8])], _ url: String
  ) throws(Diagnostic) -> [Outcome] {
    var outcomes: [Outcome] = []
    for file in missing {
      guard let bytes = made.first(where: { $0.file == file })?.bytes else {
        outcomes.append(
          Outcome(
            path: file.path, kind: .failed,
            reason: Diagnostic(url, "holds nothing that is \(file.path)", expected: "the release, as it was published"))
        )
        continue
      }
      var found = ""
      do {
        found = "SHA-256 of its \(file.held.what) \(try file.held.digest(of: bytes, place: url))"
      } catch {
        found = error.problem
      }
      guard found.hasSuffix(" " + file.held.sha256) else {
        outcomes.append(Outcome(path: file.path, kind: .failed, reason: .wrong(url, found, file)))
        continue
      }
      try FileSystem.makeDirectory(FileSystem.directory(of: place(file)))
      try FileSystem.write(bytes, to: place(file))
      outcomes.append(Outcome(path: file.path, kind: .fetched))
    }
    return outcomes
  }

  private func place(_ file: PublishedFile) -> String { folder + "/" + file.path }

  private func address(_ url: String) -> String {
    guard var mirror, let start = url.ranges(of: "://").first else { return url }
    while mirror.hasSuffix("/") { mirror.removeLast() }
    return mirror + "/" + url[start.upperBound...]
  }
}

extension Diagnostic {
  fileprivate static func wrong(_ url: String, _ found: String, _ file: PublishedFile) -> Diagnostic {
    Diagnostic(
      url, "is not \(file.path) as it was published: \(found)",
      expected: "SHA-256 of its \(file.held.what) \(file.held.sha256); nothing of it was kept")
  }

  fileprivate static func foreign(_ place: String, _ found: String, _ file: PublishedFile) -> Diagnostic {
    Diagnostic(
      place, "is there and is not the published file: \(found)",
      expected: "SHA-256 of its \(file.held.what) \(file.held.sha256); move it away, nothing is written over")
  }
}
