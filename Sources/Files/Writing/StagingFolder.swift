internal import CFaults
import Glibc

/// The folder beside a result's place in which it is made. One process at a time, by a lock on the folder itself, which leaves no file;
/// what a killed process left in it is removed.
final class StagingFolder {
  let path: String
  private let lock: HeldLock
  /// Folders above it that were not there, the innermost first.
  private let above: [String]

  init(for final: String) throws(Diagnostic) {
    path = OutputPlace.temporary(of: final)
    var above: [String] = [], parent = FileSystem.directory(of: path)
    while !FileSystem.exists(parent), parent != FileSystem.directory(of: parent) {
      above.append(parent)
      parent = FileSystem.directory(of: parent)
    }
    self.above = above
    try FileSystem.makeDirectory(path)
    lock = try HeldLock(path, O_RDONLY | O_DIRECTORY, place: final)
    try FileSystem.empty(path)
    assay_faults_stage(path)
  }

  deinit {
    assay_faults_unstage(path)
    // Unless it has got another name.
    var opened = stat(), named = stat()
    if fstat(lock.descriptor, &opened) == 0, lstat(path, &named) == 0, opened.st_ino == named.st_ino {
      try? FileSystem.removeDirectory(path)
      // What has something in it stays.
      for folder in above where rmdir(folder) != 0 { break }
    }
  }
}
