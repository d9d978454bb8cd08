import Glibc

/// Text to the user. A reader that has gone away is ignored.
enum Terminal {
  static func write(_ text: String, to stream: UnsafeMutablePointer<FILE>) {
    fputs(text, stream)
    fflush(stream)
  }

  static var hasStandardError: Bool { isatty(2) == 1 }
}
