public import Files
import Glibc

/// A folder of its own for one test, removed with all that is in it when the value goes. In memory where the system has
/// such a place: the fuzz tests write ten thousand files.
public final class TemporaryDirectory {
  public let path: String

  public init() throws(Diagnostic) {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(parent)/assay-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw Diagnostic(parent, "no folder could be made", expected: "tests need a writable folder there")
    }
    path = String(cString: made)
  }

  deinit { Self.remove(path) }

  public subscript(_ name: String) -> String { path + "/" + name }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in (try? FileSystem.names(in: path)) ?? [] { remove(path + "/" + name) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}
