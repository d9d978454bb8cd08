import Checkpoints
import Configuration
import Files
import Merging

/// How a range of layers is written.
enum LayerRange {
  static let expected = "layer_range: [first, the one behind the last], whole numbers from 0"
}

extension ValueType where Value == MergeMethod {
  static var mergeMethod: ValueType {
    ValueType(.choice(MergeMethod.all.map(\.name)), show: { .string($0.name) }) { (s) throws(Diagnostic) in
      try MergeConfiguration.method(s.value.string ?? s.value.text(), place: s.place)
    }
  }
}

extension ValueType where Value == MergeConfiguration.Model {
  /// A folder, or two with a plus between them; a leading `~` of either means home.
  static var model: ValueType {
    ValueType(.path, show: { .string($0.text) }) { (s) throws(Diagnostic) in
      var model = MergeConfiguration.Model(try s.folder())
      model.path = try s.path(model.path)
      model.adapter = try model.adapter.map { (adapter) throws(Diagnostic) in try s.path(adapter) }
      return model
    }
  }
}

extension ValueType {
  /// A list of maps, one at least, each of which has a certain key.
  /// - Parameter check: is given each entry with its place and its name.
  static func entries<Element: Sendable>(
    _ schema: ConfigurationSchema<Element>, with key: String,
    check: @escaping @Sendable (Element, _ place: String, _ name: String) throws(Diagnostic) -> Void = { _, _, _ in }
  ) -> ValueType where Value == [Element] {
    ValueType(.list(.map(schema.outline)), show: { _ in .null }) { (s) throws(Diagnostic) in
      let expected = "a list of maps, each with \(key)"
      guard let entries = s.value.array, !entries.isEmpty else {
        let problem =
          s.value.array != nil
          ? "is empty" : s.value.object != nil || key == "model" ? "is no list" : "is \(s.value.text())"
        throw Diagnostic(s.place, "\(s.key) \(problem)", expected: expected, status: .wrongUsage)
      }
      var elements: [Element] = []
      for (index, entry) in entries.enumerated() {
        let path = "[\(index)]", name = s.key + path, place = s.place(of: path)
        let isThere = key == "model" ? entry[key]?.string?.isEmpty == false : entry[key] != nil
        guard isThere else {
          throw Diagnostic(place, "\(name) has no \(key)", expected: expected, status: .wrongUsage)
        }
        let element = try schema.read(s.settings(of: entry, at: path))
        try check(element, place, name)
        elements.append(element)
      }
      return elements
    }
  }
}

extension ValueType where Value == String {
  /// A path that is not empty.
  static var folder: ValueType {
    ValueType(.path, show: { .string($0) }) { (s) throws(Diagnostic) in try s.path(try s.folder()) }
  }

  static var file: ValueType {
    ValueType(.path, show: { .string($0) }) { (s) throws(Diagnostic) in
      guard let path = s.value.string else { throw s.wrong("a file") }
      return try s.path(path)
    }
  }

  static var chatTemplate: ValueType {
    ValueType(.text, show: { .string($0) }) { (s) throws(Diagnostic) in
      let text = try s.text()
      try ChatTemplate.check(text, place: s.place)
      return text
    }
  }
}

extension ValueType where Value == ScalarType {
  static var weightType: ValueType {
    ValueType(.choice(["float32", "float16", "bfloat16"]), show: { .string($0.rawValue) }) { (s) throws(Diagnostic) in
      guard let type = ScalarType(weights: try s.text()) else { throw s.wrong("float32, float16 or bfloat16") }
      return type
    }
  }
}

extension ValueType where Value == Range<Int>? {
  static var layers: ValueType {
    let kind = ValueKind.foreign(
      "two whole numbers",
      ["type": "array", "items": ["type": "integer", "minimum": 0], "minItems": 2, "maxItems": 2])
    return ValueType(kind, show: { $0.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? .null }) {
      (s) throws(Diagnostic) in
      let range = s.value.array?.compactMap(\.integer) ?? []
      guard range.count == 2, s.value.array?.count == 2, range[0] >= 0, range[0] < range[1] else {
        throw Diagnostic(
          s.place, "a model has layer_range \(s.value.text())", expected: LayerRange.expected, status: .wrongUsage)
      }
      return range[0]..<range[1]
    }
  }
}

extension ConfigurationFile.Setting {
  /// A text that is not empty: the name of a file or folder.
  func folder() throws(Diagnostic) -> String {
    let text = try text()
    guard !text.isEmpty else { throw wrong("the name of a folder") }
    return text
  }
}
