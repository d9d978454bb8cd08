public import Files

/// Sizes as people write them: `500M`, `4G`, `1.5g`, `2GiB`; without a unit, bytes. Units are powers of 1024.
public enum MemorySize {
  public static func bytes(_ text: String, option: String) throws(Diagnostic) -> Int {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count).lowercased()
    let powers = [
      "": 0, "b": 0, "k": 1, "kb": 1, "kib": 1, "m": 2, "mb": 2, "mib": 2, "g": 3, "gb": 3, "gib": 3, "t": 4,
      "tb": 4, "tib": 4,
    ]
    guard let number = Double(digits), let power = powers[unit] else { throw .noSize(text, option) }
    let bytes = (0..<power).reduce(number) { value, _ in value * 1024 }
    guard bytes >= 1, bytes < 1e18 else { throw .noSize(text, option) }
    return Int(saturating: bytes)
  }
}

extension Diagnostic {
  fileprivate static func noSize(_ text: String, _ option: String) -> Diagnostic {
    Diagnostic(
      option, "'\(text)' is no size", expected: "a number with K, M or G, such as 500M or 4G",
      status: .wrongUsage)
  }
}
