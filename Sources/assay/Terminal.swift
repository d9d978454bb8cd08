import Files
import Glibc

/// Text to the user.
enum Terminal {
  /// To standard output, whole or with an error. A reader that has gone away (`| head`) is none.
  static func print(_ text: String) throws(Diagnostic) {
    let code = OpenDescriptor.standardOutput.write(text)
    guard code == 0 || code == EPIPE else {
      throw Diagnostic(
        "standard output", "cannot be written: \(String(cString: strerror(code)))",
        expected: "results that were written to a run's folder are complete there")
    }
  }

  /// To standard error, so far as anybody listens.
  static func note(_ text: String) { _ = OpenDescriptor.standardError.write(text) }

  static var hasStandardOutput: Bool { OpenDescriptor.standardOutput.isTerminal }
  static var hasStandardError: Bool { OpenDescriptor.standardError.isTerminal }
}
