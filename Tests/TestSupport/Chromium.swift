public import Files
import Glibc

/// Debian's Chromium, used by Tests/PagesTests/Browser/drive.py.
public enum Chromium {
  public static let isInstalled = isThere("chromedriver") && isThere("python3") && isThere("chromium")

  public static func isThere(_ program: String) -> Bool {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    return path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
  }

  /// What the driver says; nothing where all is well.
  /// - Parameter other: what else the driver needs of that kind; empty for nothing.
  public static func drive(_ page: String, _ kind: String, _ other: String = "") throws -> String {
    let tests = FileSystem.directory(of: FileSystem.directory(of: #filePath))
    let (text, status) = try output(
      "python3 -B '\(tests)/PagesTests/Browser/drive.py' '\(page)' \(kind) '\(other)' 2>&1")
    return status == 0 ? text : text + "failed with \(status)"
  }

  public static func output(_ command: String) throws -> (text: String, status: Int32) {
    guard let stream = popen(command, "r") else { throw Diagnostic(command, "cannot be started", expected: "a shell") }
    var bytes: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 { bytes += chunk[..<count] }
    let status = pclose(stream)
    return (String(decoding: bytes, as: UTF8.self), status)
  }
}
