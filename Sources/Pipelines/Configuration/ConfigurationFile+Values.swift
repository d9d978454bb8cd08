import Files

extension ConfigurationFile.Setting {
  func wrong(_ expectation: String) -> Diagnostic {
    Diagnostic(place, "\(key) is \(value.text())", expected: "\(expectation) was expected", status: .wrongUsage)
  }

  /// For a key that a command does not have.
  func unknown(among keys: [String], command: String) -> Diagnostic {
    unknown(near: keys.filter { SpellingDistance.between($0, key) <= 2 }, command: command)
  }

  /// - Parameter near: keys that may have been meant.
  func unknown(near: [String], command: String) -> Diagnostic {
    let guess = near.isEmpty ? "" : "did you mean \(near.joined(separator: " or "))? "
    return Diagnostic(
      place, "there is no key \"\(key)\"", expected: guess + "'assay \(command) --help-config' lists all keys",
      status: .wrongUsage)
  }

  /// A number that YAML reads as such is a text too where one is wanted.
  func text() throws(Diagnostic) -> String {
    switch value {
    case .string(let text): return text
    case .integer, .number: return value.text()
    default: throw wrong("a text")
    }
  }

  func texts() throws(Diagnostic) -> [String] {
    if let text = value.string { return [text] }
    guard let texts = value.array?.compactMap(\.string), texts.count == value.array?.count else {
      throw wrong("a text or a list of texts")
    }
    return texts
  }

  func flag() throws(Diagnostic) -> Bool {
    guard let flag = value.bool else { throw wrong("true or false") }
    return flag
  }

  /// Of what has no limit of its own: seeds.
  static let largestSize = 1 << 40

  func size(from least: Int, upTo most: Int = largestSize) throws(Diagnostic) -> Int {
    guard let size = value.integer, size >= least else { throw wrong("a whole number from \(least) on") }
    guard size <= most else { throw wrong("a whole number from \(least) to \(most)") }
    return size
  }

  /// YAML reads `3e-4`, which has no point, as a text.
  private var readNumber: Double? { value.number ?? value.string.flatMap(Double.init) }

  func number(from least: Double, upTo most: Double) throws(Diagnostic) -> Double {
    guard let number = readNumber, number >= least else { throw wrong("a number from \(least) on") }
    guard number <= most else { throw wrong("a number from \(least) to \(most)") }
    return number
  }

  func number(from least: Double, below limit: Double) throws(Diagnostic) -> Double {
    guard let number = readNumber, number >= least, number < limit else {
      throw wrong("a number from \(least) to below \(limit)")
    }
    return number
  }

  func choice(of names: [String]) throws(Diagnostic) -> String {
    guard let name = value.string, names.contains(name) else { throw wrong(names.joined(separator: ", ")) }
    return name
  }
}
