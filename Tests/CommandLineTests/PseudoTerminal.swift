import Glibc
import Testing

/// A terminal of so many columns, whose other end is in the test's hands.
final class PseudoTerminal {
  private let master: Int32
  /// Keeps what was written from being lost once the program has closed its end.
  private let slave: Int32
  /// What a program opens.
  let path: String

  init(columns: UInt16) throws {
    master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
    path = String(cString: try #require(ptsname(master)))
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(slave >= 0)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    fcntl(master, F_SETFL, O_NONBLOCK)
  }

  /// What has been written to it since it was read last.
  func read() -> String {
    var text: [UInt8] = [], bytes = [UInt8](repeating: 0, count: 65536)
    while case let count = Glibc.read(master, &bytes, bytes.count), count > 0 { text += bytes.prefix(count) }
    return String(decoding: text, as: UTF8.self)
  }

  deinit {
    close(master)
    close(slave)
  }
}
