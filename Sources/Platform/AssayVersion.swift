import CBuild

/// The version of the program; stands in every result.
public enum AssayVersion {
  public static let current = "0.1.0"
  /// What records of origin say.
  public static let maker = "assay \(current)"

  /// What `--version` says: version, commit and build, on one line.
  public static var line: String { "\(current), \(commit(String(cString: assay_build_commit()))), \(build)" }

  /// `commit 0123456789ab`; a `+` at its end says that files differed from it.
  static func commit(_ name: String) -> String {
    if name.isEmpty { return "unknown commit" }
    return name.last == "+" ? "commit \(name.dropLast()) with changes" : "commit \(name)"
  }

  /// `release build, Swift 6.3, x86_64`
  private static var build: String {
    #if DEBUG
      let kind = "debug"
    #else
      let kind = "release"
    #endif
    #if arch(x86_64)
      let processor = "x86_64"
    #elseif arch(arm64)
      let processor = "aarch64"
    #else
      let processor = "another processor"
    #endif
    let swift = "\(_SwiftStdlibVersion.current)".split(separator: ".").prefix(2).joined(separator: ".")
    return "\(kind) build, Swift \(swift), \(processor)"
  }
}
