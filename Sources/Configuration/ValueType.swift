public import Files

/// A type of values: what they are called, how they are read from a setting, and how they are shown.
public struct ValueType<Value>: Sendable {
  public let kind: ValueKind
  let read: @Sendable (ConfigurationFile.Setting) throws(Diagnostic) -> Value
  let show: @Sendable (Value) -> JSON

  public init(
    _ kind: ValueKind, show: @escaping @Sendable (Value) -> JSON,
    read: @escaping @Sendable (ConfigurationFile.Setting) throws(Diagnostic) -> Value
  ) {
    self.kind = kind
    self.show = show
    self.read = read
  }

  /// The type, or null for nil.
  public static func optional<Wrapped: Sendable>(_ type: ValueType<Wrapped>) -> ValueType where Value == Wrapped? {
    ValueType(.optional(type.kind), show: { $0.map(type.show) ?? .null }) { (s) throws(Diagnostic) in
      s.value.isNull ? nil : try type.read(s)
    }
  }

  /// The type, or null for what is empty.
  public static func orEmpty<Element>(_ type: ValueType) -> ValueType where Value == [Element] {
    ValueType(.optional(type.kind), show: { $0.isEmpty ? .null : type.show($0) }) { (s) throws(Diagnostic) in
      s.value.isNull ? [] : try type.read(s)
    }
  }

  /// Narrowed by a condition.
  public func matching(_ expected: String, _ isRight: @escaping @Sendable (Value) -> Bool) -> ValueType {
    ValueType(kind, show: show) { [read] (s) throws(Diagnostic) in
      let value = try read(s)
      guard isRight(value) else { throw s.wrong(expected) }
      return value
    }
  }
}

extension ValueType where Value == String {
  public static var text: ValueType {
    ValueType(.text, show: { .string($0) }) { (s) throws(Diagnostic) in try s.text() }
  }

  public static var path: ValueType {
    ValueType(.path, show: { .string($0) }) { (s) throws(Diagnostic) in try s.path(try s.text()) }
  }

  /// One of these.
  public static func name(of names: [String]) -> ValueType {
    ValueType(.choice(names), show: { .string($0) }) { (s) throws(Diagnostic) in try s.choice(of: names) }
  }
}

extension ValueType where Value == [String] {
  /// One or several.
  public static var texts: ValueType {
    ValueType(.list(.text), show: { .array($0.map { .string($0) }) }) { (s) throws(Diagnostic) in try s.texts() }
  }

  public static var paths: ValueType {
    ValueType(.list(.path), show: { .array($0.map { .string($0) }) }) { (s) throws(Diagnostic) in
      try s.paths()
    }
  }
}

extension ValueType where Value == Bool {
  public static var flag: ValueType {
    ValueType(.flag, show: { .bool($0) }) { (s) throws(Diagnostic) in try s.flag() }
  }
}

extension ValueType where Value == Int {
  /// - Parameter most: what no job that is meant seriously exceeds, and no product of which overflows.
  public static func whole(from least: Int = 1, upTo most: Int = 1 << 24) -> ValueType {
    ValueType(.whole(least...most), show: { .integer($0) }) { (s) throws(Diagnostic) in
      try s.size(from: least, upTo: most)
    }
  }

  public static var seed: ValueType { whole(from: 0, upTo: ConfigurationFile.Setting.largestSize) }
}

extension ValueType where Value == [Int] {
  /// One or several.
  /// - Parameter distinct: whether all of them are different.
  public static func wholes(
    from least: Int, upTo most: Int = ConfigurationFile.Setting.largestSize, distinct: Bool = true
  ) -> ValueType {
    return ValueType(.list(.whole(least...most)), show: { .array($0.map { .integer($0) }) }) { (s) throws(Diagnostic) in
      let all = s.value.array ?? [s.value]
      let numbers = all.compactMap(\.integer).filter { (least...most).contains($0) }
      guard numbers.count == all.count, !distinct || Set(numbers).count == numbers.count else {
        let end = most == ConfigurationFile.Setting.largestSize ? "on" : "to \(most)"
        throw s.wrong("a list of \(distinct ? "different " : "")whole numbers from \(least) \(end)")
      }
      return numbers
    }
  }
}

extension ValueType where Value == UInt64 {
  /// A whole number from 0 on that draws depend on.
  public static var seed: ValueType {
    let most = ConfigurationFile.Setting.largestSize
    return ValueType(.whole(0...most), show: { .integer(Int(clamping: $0)) }) { (s) throws(Diagnostic) in
      UInt64(try s.size(from: 0))
    }
  }
}

extension ValueType where Value == Double {
  /// - Parameter most: float32 holds it, with room for products.
  public static func number(from least: Double, upTo most: Double = 1e6) -> ValueType {
    ValueType(.number(least...most), show: { .number($0) }) { (s) throws(Diagnostic) in
      try s.number(from: least, upTo: most)
    }
  }

  public static func number(above limit: Double, upTo most: Double = 1e6) -> ValueType {
    ValueType(.number(limit.nextUp...most), show: { .number($0) }) { (s) throws(Diagnostic) in
      let number = try s.number(from: limit, upTo: most)
      guard number > limit else { throw s.wrong("a number above \(JSON.number(limit).text())") }
      return number
    }
  }

  /// A part of a whole, which is less than 1.
  public static var part: ValueType {
    ValueType(.number(0...(1.0).nextDown), show: { .number($0) }) { (s) throws(Diagnostic) in
      try s.number(from: 0, below: 1)
    }
  }
}

extension ValueType where Value == [Double] {
  /// One or several.
  public static func numbers(_ range: ClosedRange<Double>, _ expected: String) -> ValueType {
    ValueType(.list(.number(range)), show: { .array($0.map { .number($0) }) }) { (s) throws(Diagnostic) in
      let all = s.value.array ?? [s.value], numbers = all.compactMap(\.number)
      guard numbers.count == all.count, numbers.allSatisfy(range.contains) else { throw s.wrong(expected) }
      return numbers
    }
  }
}

extension ValueType where Value: RawRepresentable<String> & CaseIterable & Sendable & SendableMetatype {
  /// One of the cases, by its name.
  public static var choice: ValueType {
    let cases = Value.allCases.map { $0 }, names = cases.map(\.rawValue)
    return ValueType(.choice(names), show: { .string($0.rawValue) }) { (s) throws(Diagnostic) in
      let name = try s.choice(of: names)
      guard let value = cases.first(where: { $0.rawValue == name }) else {
        throw s.wrong(names.joined(separator: ", "))
      }
      return value
    }
  }
}
