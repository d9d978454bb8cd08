public import Checkpoints

/// The rotary tables of a decoder's layers: those with a window may have another than the others.
public struct RotaryTables {
  private let configuration: ModelConfiguration
  private let plain: RotaryTable
  private let windowed: RotaryTable?
  private let usesWindowed: [Bool]

  public init(_ configuration: ModelConfiguration, positions: Int) {
    self.init(configuration) { RotaryTable($0, positions: positions) }
  }

  private init(_ configuration: ModelConfiguration, table: (ModelConfiguration) -> RotaryTable) {
    self.configuration = configuration
    plain = table(configuration)
    windowed = configuration.features.windowedRopeTheta.map { theta in
      var own = configuration
      own.ropeTheta = theta
      own.ropeScaling = .none
      return table(own)
    }
    usesWindowed = (0..<configuration.layerCount).map(configuration.hasWindowedRope)
  }

  public var positions: Int { plain.positions }

  public subscript(layer: Int) -> RotaryTable { usesWindowed[layer] ? windowed ?? plain : plain }

  /// A row of a sequence: its position, and a length that the sequence has at least.
  public typealias Place = (position: Int, length: Int)

  /// What turns rows at these places: tables, and for each place the row of them. Where every length has angles of its own the
  /// tables are made for these places; else positions below `positions` are at hand.
  public func turning(_ places: [Place]) -> (tables: RotaryTables, rows: [Int32]) {
    let known = places.map { (position: $0.position, length: max($0.length, $0.position + 1)) }
    guard case .dynamic = configuration.ropeScaling else {
      return (self, known.map { plain.row($0.position, isLong: configuration.isLong($0.length)) })
    }
    let tables = RotaryTables(configuration) { RotaryTable($0, places: known) }
    return (tables, places.indices.map { Int32($0) })
  }
}
