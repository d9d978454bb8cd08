extension String {
  /// The text without the white space at its ends, as Python's `str.strip()` sees white space: Unicode's
  /// property, and the four information separators. Works on code points, so a combining mark after a space
  /// does not hide it.
  public func strippedAsInPython() -> String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isPythonSpace }),
      let last = scalars.lastIndex(where: { !$0.isPythonSpace })
    else { return "" }
    return String(scalars[first...last])
  }
}

extension Unicode.Scalar {
  fileprivate var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
