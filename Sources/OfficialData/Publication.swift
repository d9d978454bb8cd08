public import Files

/// A benchmark's official release: who published it, under which licence, and where its files come from.
public struct Publication: Sendable {
  public var name: String
  /// Where its authors present it.
  public var page: String
  public var citation: String
  public var licence: String
  public var parcels: [Parcel]

  public init(name: String, page: String, citation: String, licence: String, parcels: [Parcel]) {
    self.name = name
    self.page = page
    self.citation = citation
    self.licence = licence
    self.parcels = parcels
  }

  public var files: [PublishedFile] { parcels.flatMap(\.files) }
}

/// What is downloaded at once, and the files that are made of it.
public struct Parcel: Sendable {
  public var url: String
  public var making: Making
  public var files: [PublishedFile]

  /// How files are made of what came.
  public enum Making: Sendable, Equatable {
    /// It is the file, unpacked where its name ends in `.gz`.
    case whole
    /// An archive; each file is the member with its name.
    case members
    /// An archive; the file has a line for each member in one of its folders, in the order of their names, each a JSON object.
    case lines(folder: String)
    /// A text in which a line that begins with `Q:` follows one with `A:`; the file has these, with an empty line between pairs.
    case pairs
    /// Not made here: what a person puts together, and where that is published.
    case byHand(String)
  }

  public init(_ url: String, _ making: Making = .whole, _ files: [PublishedFile]) {
    self.url = url
    self.making = making
    self.files = files
  }
}

/// A file as `--data` reads it.
public struct PublishedFile: Sendable, Equatable {
  /// Below the folder of `--data`.
  public var path: String
  /// What the member of an archive is called, from some folder on.
  public var member: String
  public var held: HeldDigest
  /// Benchmarks and protocols that read it: `gsm8k`, `gsm8k@lm-eval`.
  public var readers: [String]
  /// The sub-task that it is of, where it is of one.
  public var subtask: String?

  public init(
    _ path: String, member: String = "", held: HeldDigest? = nil, readers: [String], subtask: String? = nil
  ) {
    self.path = path
    self.member = member
    self.held = held ?? .bytes(KnownFiles.all[path]?.sha256 ?? "")
    self.readers = readers
    self.subtask = subtask
  }

  /// Bytes, where that is known.
  public var bytes: Int? { KnownFiles.all[path]?.bytes }
}
