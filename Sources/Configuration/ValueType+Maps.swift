public import Files

extension ValueType {
  /// A list of maps, each of which a schema reads.
  public static func maps<Element: Sendable>(
    _ schema: ConfigurationSchema<Element>,
    check: @escaping @Sendable (Element, ConfigurationFile.Setting) throws(Diagnostic) -> Void = { _, _ in }
  ) -> ValueType where Value == [Element] {
    ValueType(.list(.map(schema.outline)), show: { .array($0.map { schema.keys.values(of: $0) }) }) {
      (setting) throws(Diagnostic) in
      var elements: [Element] = []
      for (index, entry) in (setting.value.array ?? [setting.value]).enumerated() {
        let path = "[\(index)]"
        guard entry.object?.members.isEmpty == false else {
          throw Diagnostic(
            setting.place(of: path), "\(setting.key)\(path) is \(entry.text())",
            expected: "a map with \(schema.keys.map(\.name).joined(separator: ", "))", status: .wrongUsage)
        }
        let element = try schema.read(setting.settings(of: entry, at: path))
        try check(
          element, ConfigurationFile.Setting(key: setting.key + path, value: entry, place: setting.place(of: path)))
        elements.append(element)
      }
      return elements
    }
  }
}
