internal import CFaults
import Glibc

/// A file descriptor that somebody else opens and closes: standard output, the file of an `AppendOnlyFile`.
public struct OpenDescriptor: Sendable {
  private let number: Int32

  public static let standardOutput = OpenDescriptor(1)
  public static let standardError = OpenDescriptor(2)

  init(_ number: Int32) { self.number = number }

  public var isTerminal: Bool { isatty(number) == 1 }

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
