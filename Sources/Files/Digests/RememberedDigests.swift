import Synchronization

/// Digests of large files that were made in this process: a job of many steps asks for the same base's again and again.
public enum RememberedDigests {
  private static let known = Mutex<[[FileStamp]: String]>([:])

  /// The digest that `make` computes of these files; what it was where none of them has changed since.
  public static func digest(
    of paths: [String], _ make: () throws(Diagnostic) -> String
  ) throws(Diagnostic) -> String {
    let before = try paths.map { (path) throws(Diagnostic) in try FileStamp(path) }
    if let digest = known.withLock({ $0[before] }) { return digest }
    let digest = try make()
    for stamp in before { try stamp.check() }
    known.withLock { $0[before] = digest }
    return digest
  }
}
