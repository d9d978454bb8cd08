import Files
import Glibc

/// What runs below a process, as /proc tells it.
struct ProcessTree {
  struct Entry: Hashable {
    let pid: Int32
    let parent: Int32
    let state: Character
  }

  private let entries: [Entry]

  init() throws {
    entries = try FileSystem.names(in: "/proc").compactMap { Int32($0) }.compactMap(Self.entry)
  }

  func descendants(of pid: Int32) -> [Entry] {
    let children = entries.filter { $0.parent == pid }
    return children + children.flatMap { descendants(of: $0.pid) }
  }

  /// nil: it has ended meanwhile.
  private static func entry(_ pid: Int32) -> Entry? {
    guard let bytes = try? FileSystem.bytes(of: "/proc/\(pid)/stat"), let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = String(decoding: bytes[bytes.index(after: end)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 1, let state = fields[0].first, let parent = Int32(fields[1]) else { return nil }
    return Entry(pid: pid, parent: parent, state: state)
  }
}
