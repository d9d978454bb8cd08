import Files
import Glibc

/// Text to the user.
enum Terminal {
  /// To standard output, whole or with an error. A reader that has gone away (`| head`) is none.
  static func print(_ text: String) throws(Diagnostic) {
    let code = write(text, to: 1)
    guard code == 0 || code == EPIPE else {
      throw Diagnostic(
        "standard output", "cannot be written: \(String(cString: strerror(code)))",
        expected: "results that were written to a run's folder are complete there")
    }
  }

  /// To standard error, so far as anybody listens.
  static func note(_ text: String) { _ = write(text, to: 2) }

  static var hasStandardOutput: Bool { isatty(1) == 1 }
  static var hasStandardError: Bool { isatty(2) == 1 }

  /// 0, or the `errno` of what went wrong.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      bytes = bytes.dropFirst(written)
    }
    return 0
  }
}
