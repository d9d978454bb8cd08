public import Checkpoints

/// The rotary tables of a decoder's layers: those with a window may have another than the others.
public struct RotaryTables {
  private let plain: RotaryTable
  private let windowed: RotaryTable?
  private let usesWindowed: [Bool]

  public init(_ configuration: ModelConfiguration, positions: Int) {
    plain = RotaryTable(configuration, positions: positions)
    windowed = configuration.features.windowedRopeTheta.map { theta in
      var own = configuration
      own.ropeTheta = theta
      own.ropeScaling = .none
      return RotaryTable(own, positions: positions)
    }
    usesWindowed = (0..<configuration.layerCount).map(configuration.hasWindowedRope)
  }

  public var positions: Int { plain.positions }

  public subscript(layer: Int) -> RotaryTable { usesWindowed[layer] ? windowed ?? plain : plain }

  /// The row of a table that turns a position.
  public func row(_ position: Int, isLong: Bool) -> Int32 { plain.row(position, isLong: isLong) }
}
