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
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    // What unlockpt and ptsname do, which the module Glibc does not show: TIOCSPTLCK and TIOCGPTN.
    var lock: Int32 = 0, number: UInt32 = 0
    try #require(master >= 0 && ioctl(master, 0x4004_5431, &lock) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(slave >= 0)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
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
