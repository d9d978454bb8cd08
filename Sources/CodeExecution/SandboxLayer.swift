import Files

/// One of the walls around a program.
public struct SandboxLayer: Sendable, Hashable {
  public var name: String
  public var isHeld: Bool
  /// Why it is not held; empty if it is.
  public var reason: String
}

/// What a worker says of itself before its first program.
struct WorkerGreeting: Sendable, Equatable {
  var python: String
  var layers: [SandboxLayer]
  /// What it has imported.
  var modules: [String]
  /// The first layer that is required and not held.
  var missing: String?

  init?(_ bytes: [UInt8]) {
    guard let json = try? JSON(parsing: String(decoding: bytes, as: UTF8.self)), let python = json["python"]?.string,
      let layers = json["layers"]?.array
    else { return nil }
    self.python = python
    self.layers = layers.compactMap { layer in
      guard let name = layer["name"]?.string, let held = layer["held"]?.bool else { return nil }
      return SandboxLayer(name: name, isHeld: held, reason: layer["reason"]?.string ?? "")
    }
    modules = json["modules"]?.array?.compactMap(\.string) ?? []
    missing = json["missing"]?.string
  }
}
