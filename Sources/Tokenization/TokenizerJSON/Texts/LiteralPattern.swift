import Files
import Glibc

/// A text, byte by byte; not the empty one.
struct LiteralPattern: TextPattern {
  let content: [UInt8]

  func cut(_ text: UnsafeRawBufferPointer, into stretches: inout [TextMatch]) throws(Diagnostic) {
    guard let first = content.first else { return }
    var last = 0, position = 0
    while let place = place(of: first, in: text, from: position) {
      guard text[place...].starts(with: content) else {
        position = place + 1
        continue
      }
      if last != place { stretches.append(TextMatch(start: last, end: place, isMatch: false)) }
      last = place + content.count
      position = last
      stretches.append(TextMatch(start: place, end: last, isMatch: true))
    }
    if last != text.count { stretches.append(TextMatch(start: last, end: text.count, isMatch: false)) }
  }

  private func place(of byte: UInt8, in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = text.baseAddress, start < text.count else { return nil }
    return memchr(base + start, Int32(byte), text.count - start).map { UnsafeRawPointer($0) - base }
  }
}
