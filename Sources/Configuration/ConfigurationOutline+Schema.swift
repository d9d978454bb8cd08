public import Files

extension ConfigurationOutline {
  /// The JSON Schema (draft 2020-12) by which editors complete and check a YAML file.
  public var jsonSchema: JSON {
    var schema: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string("assay \(command)"),
    ]
    for member in objectSchema.members { schema[member.key] = member.value }
    return .object(schema)
  }

  /// Names with dots are maps in one another, and nothing else may stand there.
  var objectSchema: JSONObject {
    var properties = JSONObject()
    for entry in entries {
      for name in [entry.name] + entry.aliases {
        var schema = entry.kind.schema
        schema["description"] = .string(entry.help)
        if let standard = entry.standard, name == entry.name { schema["default"] = standard }
        Self.put(schema, name.split(separator: ".").map(String.init), in: &properties)
      }
    }
    return ["type": "object", "properties": .object(properties), "additionalProperties": false]
  }

  private static func put(_ schema: JSONObject, _ path: [String], in properties: inout JSONObject) {
    guard let first = path.first else { return }
    guard path.count > 1 else {
      properties[first] = .object(schema)
      return
    }
    var inner = properties[first]?["properties"]?.object ?? JSONObject()
    put(schema, Array(path.dropFirst()), in: &inner)
    properties[first] = ["type": "object", "properties": .object(inner), "additionalProperties": false]
  }
}
