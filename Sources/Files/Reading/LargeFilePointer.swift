/// What Git leaves in place of a large file that was not fetched: three lines of text
/// (git-lfs, docs/spec.md: `version https://git-lfs.github.com/spec/v1`, `oid …`, `size …`).
enum LargeFilePointer {
  private static let start = Array("version https://git-lfs.github.com/spec/".utf8)
  /// The specification's own bound.
  private static let longest = 1024

  /// Throws where the file is such a pointer.
  static func check(_ bytes: UnsafeRawBufferPointer, path: String) throws(Diagnostic) {
    guard bytes.count < longest, bytes.starts(with: start) else { return }
    throw Diagnostic(
      path, "is a Git LFS pointer, not the file itself",
      expected: "fetch the file: 'git lfs pull' in its repository, or a download of the file")
  }
}
