import COniguruma
import Files

/// A regular expression as Oniguruma reads it: the engine, the syntax and the options that Hugging Face's tokenizers use. What `\p{L}`
/// or `\s` holds is told by Oniguruma's Unicode (14 in 6.9.8, of Debian 12).
///
/// A class because it owns what Oniguruma compiled; that is never changed, hence Sendable.
final class RegularExpression: TextPattern, @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer
  private let place: String

  /// - Parameter place: for messages.
  init(_ pattern: String, place: String) throws(Diagnostic) {
    var message = [CChar](repeating: 0, count: assay_pattern_message)
    var text = pattern
    let opened = text.withUTF8 { assay_pattern_open($0.baseAddress, $0.count, &message) }
    guard let opened else {
      throw Diagnostic(
        place, "'\(pattern)' is no regular expression (\(Self.text(message)))",
        expected: "a regular expression in the syntax of Oniguruma")
    }
    handle = opened
    self.place = place
  }

  deinit { assay_pattern_close(handle) }

  private static let batch = 256

  func cut(_ text: UnsafeRawBufferPointer, into stretches: inout [TextMatch]) throws(Diagnostic) {
    guard let base = text.baseAddress, !text.isEmpty else { return }
    let start = base.assumingMemoryBound(to: UInt8.self)
    let problem = withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * Self.batch) { matches -> String? in
      var at = assay_pattern_place(), last = 0
      var message = [CChar](repeating: 0, count: assay_pattern_message)
      while true {
        let found = assay_pattern_find(handle, start, text.count, &at, matches.baseAddress, Self.batch, &message)
        guard found >= 0 else { return Self.text(message) }
        for index in 0..<found {
          let (from, to) = (matches[2 * index], matches[2 * index + 1])
          if last != from { stretches.append(TextMatch(start: last, end: from, isMatch: false)) }
          stretches.append(TextMatch(start: from, end: to, isMatch: true))
          last = to
        }
        if found < Self.batch { break }
      }
      if last != text.count { stretches.append(TextMatch(start: last, end: text.count, isMatch: false)) }
      return nil
    }
    guard let problem else { return }
    throw Diagnostic(
      place, "a regular expression cannot be applied to a text of \(text.count) bytes (\(problem))",
      expected: "an expression that comes to an end on every text")
  }

  private static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
