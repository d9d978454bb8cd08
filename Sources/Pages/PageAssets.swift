import CPage
import Datasets
import Files

/// The fixed parts of a page, which lie in the program, and the policy that lets the browser run them and nothing else.
enum PageAssets {
  /// The file of Sources/CPage/assets.
  static func text(_ name: String) -> String {
    parts.first { $0.name == "assets/" + name }?.text ?? ""
  }

  static var style: String { "\n" + joined(".css") }

  /// All scripts in one scope of their own.
  static var script: String { "\n\"use strict\";\n(() => {\n" + joined(".js") + "})();\n" }

  private static func joined(_ ending: String) -> String {
    parts.filter { $0.name.hasSuffix(ending) }.map(\.text).joined()
  }

  private static let parts: [(name: String, text: String)] = (0..<assay_page_part_count()).map { index in
    let part = assay_page_part(index)
    return (
      String(cString: part.name),
      String(decoding: UnsafeBufferPointer(start: part.bytes, count: part.count), as: UTF8.self)
    )
  }

  /// A Content-Security-Policy under which exactly this style and this script count: nothing is loaded, sent, framed or navigated to by
  /// what stands in a run.
  static func policy(style: String, script: String) -> String {
    "default-src 'none'; script-src '\(hash(script))'; style-src '\(hash(style))'; img-src data:; connect-src 'none'; "
      + "base-uri 'none'; form-action 'none'"
  }

  /// `sha256-…`, as a policy names an inline script.
  static func hash(_ text: String) -> String {
    let digits = Array(SHA256.hexadecimal(of: text).utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
    return "sha256-" + Base64.text(bytes)
  }

  private static func value(_ digit: UInt8) -> UInt8 {
    digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
  }
}
