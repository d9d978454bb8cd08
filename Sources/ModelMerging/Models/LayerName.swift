/// The name of a tensor, taken apart at its layer's number: the first part between dots that is a number.
struct LayerName: Sendable, Equatable {
  /// nil for what stands before or behind the layers.
  let layer: Int?
  private let parts: [Substring]
  private let place: Int

  init(_ name: String) {
    parts = name.split(separator: ".", omittingEmptySubsequences: false)
    place = parts.firstIndex { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? -1
    layer = place >= 0 ? Int(parts[place]) : nil
  }

  /// The same tensor of another layer.
  func moved(to layer: Int) -> String {
    guard place >= 0 else { return parts.joined(separator: ".") }
    var parts = parts
    parts[place] = Substring(String(layer))
    return parts.joined(separator: ".")
  }

  /// Where it stands for gradients: 0 before the layers, 1 behind them.
  var endPosition: Double { parts.contains { $0.contains("embed") || $0 == "wte" } ? 0 : 1 }
}
