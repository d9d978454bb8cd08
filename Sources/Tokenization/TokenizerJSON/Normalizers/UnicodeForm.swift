import CUtf8proc
import Files
import Glibc

/// One of Unicode's four normalization forms, by utf8proc (Unicode 15 in 2.8, of Debian 12).
///
/// Deviation: the tables of `tokenizers` are older (of Unicode 9 to 13), so that characters that came later are left alone there.
struct UnicodeForm: TextNormalizer {
  private let composes: Bool
  private let isCompatible: Bool

  init(_ step: StepObject) throws(Diagnostic) {
    self.init(composes: step.type.hasSuffix("C"), isCompatible: step.type.hasPrefix("NFK"))
  }

  init(composes: Bool, isCompatible: Bool) {
    self.composes = composes
    self.isCompatible = isCompatible
  }

  func normalize(_ text: inout [UInt8]) throws(Diagnostic) {
    // Below U+0300 everything is in form C, and ASCII in every form; 0xCC is the first byte of U+0300.
    let limit: UInt8 = composes && !isCompatible ? 0xCC : 0x80
    if text.allSatisfy({ $0 < limit || limit > 0x80 && $0 < 0xC0 }) { return }
    var result: UnsafeMutablePointer<UInt8>?
    let count = text.withUnsafeBufferPointer {
      assay_unicode_form($0.baseAddress, $0.count, composes ? 1 : 0, isCompatible ? 1 : 0, &result)
    }
    defer { free(result) }
    guard count >= 0 else {
      throw Diagnostic(
        "normalizer", "a text of \(text.count) bytes cannot be normalized (\(String(cString: utf8proc_errmsg(count))))",
        expected: "a text that there is memory for")
    }
    text = Array(UnsafeBufferPointer(start: result, count: count))
  }
}
