public import Files
import Glibc

/// Where `assay-sandbox` is.
public enum SandboxExecutable {
  /// The named file; else what ASSAY_SANDBOX names; else the one beside the running program, as it is built; else the one
  /// in `libexec/assay` beside the program's folder `bin`, as it is installed, wherever that was moved to.
  public static func find(_ named: String? = nil) throws(Diagnostic) -> String {
    if let named { return try executable(named, place: "--sandbox \(named)") }
    if let variable = getenv("ASSAY_SANDBOX"), variable.pointee != 0 {
      let path = String(cString: variable)
      return try executable(path, place: "ASSAY_SANDBOX=\(path)")
    }
    let folder = FileSystem.directory(of: FileSystem.realPath("/proc/self/exe"))
    let beside = folder + "/assay-sandbox"
    let installed = FileSystem.directory(of: folder) + "/libexec/assay/assay-sandbox"
    return try executable(
      !FileSystem.exists(beside) && FileSystem.exists(installed) ? installed : beside, place: beside)
  }

  private static func executable(_ path: String, place: String) throws(Diagnostic) -> String {
    guard access(path, X_OK) == 0, !FileSystem.isDirectory(path) else {
      throw Diagnostic(
        place, "the sandbox, assay-sandbox, is not there",
        expected: "generated programs run nowhere else; 'make release' builds it, --sandbox names it")
    }
    return path
  }
}
