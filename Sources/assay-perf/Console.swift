import Files
import Glibc

/// Text to whoever started the program.
enum Console {
  /// To standard output, whole or with an error.
  static func print(_ text: String) throws(Diagnostic) {
    let code = OpenDescriptor.standardOutput.write(text)
    guard code == 0 || code == EPIPE else {
      throw Diagnostic(
        "standard output", "cannot be written: \(String(cString: strerror(code)))",
        expected: "--json FILE keeps the figures")
    }
  }

  /// To standard error, so far as anybody listens.
  static func note(_ text: String) { _ = OpenDescriptor.standardError.write(text) }
}
