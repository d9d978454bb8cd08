internal import CFaults
import Glibc

/// A file descriptor that somebody else opens and closes: standard output, the file of an `AppendOnlyFile`.
public struct OpenDescriptor: Sendable {
  private let number: Int32

  public static let standardOutput = OpenDescriptor(1)
  public static let standardError = OpenDescriptor(2)

  /// Opens the null device on those of descriptors 0 to 2 that are closed: the next file that is opened would get their number,
  /// and what is meant for the terminal would go into it.
  /// - Returns: the numbers that were closed.
  @discardableResult
  public static func openStandard() -> [Int32] {
    var closed: [Int32] = []
    for number: Int32 in 0...2 where fcntl(number, F_GETFD) < 0 {
      // The lowest free number is this one. Output is opened for reading, so that writing to it fails and is said.
      guard open("/dev/null", number == 1 ? O_RDONLY : O_RDWR) == number else { continue }
      closed.append(number)
    }
    return closed
  }

  init(_ number: Int32) { self.number = number }

  public var isTerminal: Bool { isatty(number) == 1 }

  /// Of the terminal that it is; nil where it is none, or does not say.
  public var columns: Int? {
    var size = winsize()
    guard isTerminal, ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all of it: a short write is continued, an interrupted one repeated.
  /// - Returns: 0, or the `errno` of what went wrong.
  public func write(_ text: String) -> Int32 {
    Array(text.utf8).withUnsafeBytes { write($0) }
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 {
        let code = errno
        if code == EINTR { continue }
        // The kernel cannot read what is to be written: a mapped file that has become shorter, which this tells by name.
        if code == EFAULT { assay_faults_touch(UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count) }
        return code
      }
      rest = rest.dropFirst(written)
    }
    return 0
  }
}
