import Datasets
public import Files

/// A folder of official files, file by file: which of them are there, and whether they are those that were published.
public struct OfficialFolder: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  public enum Condition: Sendable, Equatable {
    case there
    case missing
    /// Another file lies in its place; with its own digest, of what the known one is of, or why there is none.
    case differs(String)

    public var word: String {
      switch self {
      case .there: "there"
      case .missing: "missing"
      case .differs: "differs"
      }
    }
  }

  /// A file may be packed, as `path.gz`.
  public func condition(of file: PublishedFile) throws(Diagnostic) -> Condition {
    guard let place = [file.path, file.path + ".gz"].map({ path + "/" + $0 }).first(where: FileSystem.exists) else {
      return .missing
    }
    let bytes: [UInt8]
    do {
      bytes = try DataFile(packed: place).bytes
    } catch {
      return .differs(error.problem)
    }
    do {
      let digest = try file.held.digest(of: bytes, place: place)
      return digest == file.held.sha256 ? .there : .differs("SHA-256 of its \(file.held.what) \(digest)")
    } catch {
      return .differs(error.problem)
    }
  }

  /// A world states its own counts and is no place for official files.
  func checkIsNoWorld() throws(Diagnostic) {
    let counts = path + "/" + DataDirectory.countsName
    guard FileSystem.exists(counts) else { return }
    throw Diagnostic(
      path, "holds \(DataDirectory.countsName), and so a world or other data with counts of their own",
      expected: "a folder of the official files, or one that is not there yet", status: .wrongUsage)
  }
}
