import Glibc

extension SHA256 {
  /// The digest of a whole file. Reads it in pieces: mapped, a checkpoint that is in use as well would count twice in
  /// the process's memory. Throws where it is written to meanwhile.
  public static func hexadecimal(ofFile path: String) throws(Diagnostic) -> String {
    if let content = MountedFolder.bytes(of: path) { return content.withUnsafeBytes { SHA256.hexadecimal(of: $0) } }
    let file = try InputFile(path)
    posix_fadvise(file.descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { piece.deallocate() }
    var hash = SHA256()
    while true {
      let count = read(file.descriptor, piece.baseAddress, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system(path, "cannot be read", code: errno) }
      if count == 0 { break }
      hash.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
    try file.checkUnchanged()
    return hash.hexadecimal()
  }
}
