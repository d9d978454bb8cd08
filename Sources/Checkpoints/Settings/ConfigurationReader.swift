import Files

/// Reads keys of one JSON object of a configuration file; each mistake is named with its key.
struct ConfigurationReader {
  let place: String
  let object: JSONObject

  /// Far above any model, far below any overflow when a few of them are multiplied.
  static let sizeLimit = 1 << 24

  /// Beyond any that a model has; what lies outside becomes 0 or infinite in float32, or makes products that do.
  static let numberRange = 1e-30...1e12

  init(file path: String) throws(Diagnostic) {
    guard let object = try JSON(file: path).object else {
      throw Diagnostic(path, "is not a JSON object", expected: "an object with members was expected")
    }
    self.init(place: path, object: object)
  }

  init(place: String, object: JSONObject) {
    self.place = place
    self.object = object
  }

  /// nil when the key is missing or null.
  func value(_ key: String) -> JSON? {
    guard let value = object[key], !value.isNull else { return nil }
    return value
  }

  /// A whole number from 1 to the limit.
  func size(_ key: String, limit: Int = sizeLimit) throws(Diagnostic) -> Int {
    guard let size = try optionalSize(key, limit: limit) else { throw .missingKey(place, key) }
    return size
  }

  func optionalSize(_ key: String, limit: Int = sizeLimit) throws(Diagnostic) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.integer, (1...limit).contains(number) else {
      throw .wrongValue(place, key, value, "a whole number from 1 to \(limit) was expected")
    }
    return number
  }

  /// A whole number from 0 on.
  func count(_ key: String) throws(Diagnostic) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.integer, (0...Self.sizeLimit).contains(number) else {
      throw .wrongValue(place, key, value, "a whole number from 0 to \(Self.sizeLimit) was expected")
    }
    return number
  }

  /// A number above 0 that float32 holds, with room for products.
  func positive(_ key: String) throws(Diagnostic) -> Double {
    guard let number = try optionalPositive(key) else { throw .missingKey(place, key) }
    return number
  }

  func optionalPositive(_ key: String) throws(Diagnostic) -> Double? {
    guard let value = value(key) else { return nil }
    guard let number = value.number, number > 0 else {
      throw .wrongValue(place, key, value, "a number above 0 was expected")
    }
    guard Self.numberRange.contains(number) else {
      throw .wrongValue(
        place, key, value,
        "a number from \(Self.numberRange.lowerBound) to \(Self.numberRange.upperBound) was expected")
    }
    return number
  }

  /// A list of such numbers.
  func positives(_ key: String) throws(Diagnostic) -> [Double] {
    guard let value = value(key) else { throw .missingKey(place, key) }
    let numbers = value.array?.compactMap(\.number).filter(Self.numberRange.contains) ?? []
    guard !numbers.isEmpty, numbers.count == value.array?.count else {
      throw .wrongValue(place, key, value, "a list of numbers above 0 was expected")
    }
    return numbers
  }

  func flag(_ key: String, default fallback: Bool) throws(Diagnostic) -> Bool {
    guard let value = value(key) else { return fallback }
    guard let flag = value.bool else {
      throw .wrongValue(place, key, value, "true or false was expected")
    }
    return flag
  }

  /// The first of the keys that is there.
  func text(_ keys: String...) throws(Diagnostic) -> String? {
    for key in keys {
      guard let value = value(key) else { continue }
      guard let text = value.string else { throw .wrongValue(place, key, value, "a text was expected") }
      return text
    }
    return nil
  }

  func member(_ key: String) throws(Diagnostic) -> ConfigurationReader? {
    guard let value = value(key) else { return nil }
    guard let object = value.object else {
      throw .wrongValue(place, key, value, "an object was expected")
    }
    return ConfigurationReader(place: place, object: object)
  }

  /// One token id, or a list of them.
  func tokenIDs(_ key: String) throws(Diagnostic) -> [Int32] {
    guard let value = value(key) else { return [] }
    var ids: [Int32] = []
    for element in value.array ?? [value] {
      guard let id = element.integer, (0..<Self.sizeLimit).contains(id) else {
        throw .wrongValue(place, key, value, "a token id, or a list of them, was expected")
      }
      ids.append(Int32(id))
    }
    return ids
  }
}

extension Diagnostic {
  static func missingKey(_ place: String, _ key: String) -> Diagnostic {
    Diagnostic(place, "key \"\(key)\" is missing", expected: "the file must state it")
  }

  static func wrongValue(
    _ place: String, _ key: String, _ value: JSON, _ expectation: String
  ) -> Diagnostic {
    let text = value.text()
    let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
    return Diagnostic(place, "key \"\(key)\" is \(shown)", expected: expectation)
  }
}
