import Files
import Glibc

/// Text to whoever started the program.
enum Console {
  /// To standard output, whole or with an error.
  static func print(_ text: String) throws(Diagnostic) {
    let code = write(text, to: 1)
    guard code == 0 || code == EPIPE else {
      throw Diagnostic(
        "standard output", "cannot be written: \(String(cString: strerror(code)))",
        expected: "--json FILE keeps the figures")
    }
  }

  /// To standard error, so far as anybody listens.
  static func note(_ text: String) { _ = write(text, to: 2) }

  /// 0, or the `errno` of what went wrong.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno != EINTR { return errno }
      bytes = bytes.dropFirst(max(0, written))
    }
    return 0
  }
}
