import Synchronization

/// Files that are read as if they stood in a folder of a file's name: what a GGUF file says of its model, as the files that a model
/// folder has. They exist in memory, in this process, and can be read only.
public enum MountedFolder {
  private static let all = Mutex<[String: [String: [UInt8]]]>([:])

  /// From now on `path` is read as a folder with those files, too. `path` itself stays the file that it is.
  public static func mount(_ path: String, files: [(name: String, bytes: [UInt8])]) {
    let files = Dictionary(files.map { ($0.name, $0.bytes) }) { _, last in last }
    all.withLock { $0[trimmed(path)] = files }
  }

  public static func isMounted(_ path: String) -> Bool { all.withLock { $0[trimmed(path)] != nil } }

  /// The bytes of a file below a mounted path; nil for what is none.
  static func bytes(of path: String) -> [UInt8]? {
    guard let slash = path.lastIndex(of: "/") else { return nil }
    return all.withLock { $0[trimmed(String(path[..<slash]))]?[String(path[path.index(after: slash)...])] }
  }

  static func names(in path: String) -> [String]? { all.withLock { $0[trimmed(path)].map { Array($0.keys) } } }

  private static func trimmed(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    return String(path)
  }
}
