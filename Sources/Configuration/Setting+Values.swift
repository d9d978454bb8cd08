public import Files

extension ConfigurationFile.Setting {
  public func wrong(_ expectation: String) -> Diagnostic {
    Diagnostic(place, "\(key) is \(value.text())", expected: "\(expectation) was expected", status: .wrongUsage)
  }

  /// A number that YAML reads as such is a text too where one is wanted.
  public func text() throws(Diagnostic) -> String {
    switch value {
    case .string(let text): return text
    case .integer, .number: return value.text()
    default: throw wrong("a text")
    }
  }

  public func texts() throws(Diagnostic) -> [String] {
    if let text = value.string { return [text] }
    guard let texts = value.array?.compactMap(\.string), texts.count == value.array?.count else {
      throw wrong("a text or a list of texts")
    }
    return texts
  }

  /// Texts that are paths.
  public func paths() throws(Diagnostic) -> [String] {
    var paths: [String] = []
    for text in try texts() {
      guard !text.isEmpty else { throw wrong("names of files or folders") }
      paths.append(try path(text))
    }
    return paths
  }

  public func flag() throws(Diagnostic) -> Bool {
    guard let flag = value.bool else { throw wrong("true or false") }
    return flag
  }

  /// Of what has no limit of its own: seeds.
  public static let largestSize = 1 << 40

  public func size(from least: Int, upTo most: Int = largestSize) throws(Diagnostic) -> Int {
    guard let size = value.integer, size >= least else { throw wrong("a whole number from \(least) on") }
    guard size <= most else { throw wrong("a whole number from \(least) to \(most)") }
    return size
  }

  /// YAML reads `3e-4`, which has no point, as a text.
  private var readNumber: Double? { value.number ?? value.string.flatMap(Double.init) }

  public func number(from least: Double, upTo most: Double) throws(Diagnostic) -> Double {
    guard let number = readNumber, number >= least else { throw wrong("a number from \(least) on") }
    guard number <= most else { throw wrong("a number from \(least) to \(most)") }
    return number
  }

  public func number(from least: Double, below limit: Double) throws(Diagnostic) -> Double {
    guard let number = readNumber, number >= least, number < limit else {
      throw wrong("a number from \(least) to below \(limit)")
    }
    return number
  }

  public func choice(of names: [String]) throws(Diagnostic) -> String {
    guard let name = value.string, names.contains(name) else { throw wrong(names.joined(separator: ", ")) }
    return name
  }
}
