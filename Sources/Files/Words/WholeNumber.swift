/// Whole numbers of numbers that may be anything. The one place where a floating-point number becomes an integer:
/// `Int(NaN)`, or `Int` of what is too large, would end the process. `Scripts/lint-floors.sh` looks for others.
extension FixedWidthInteger {
  /// The number without its fraction; the nearest that there is where it lies beyond the type, 0 for NaN. For texts, sizes of
  /// plans and indices that the caller bounds anyway; where another value would be wrong, `init(exactly:)` says so.
  @inlinable
  public init(saturating value: Double) {
    // Beyond 2^53 these bounds are rounded outwards, to the first number that does not fit.
    if value > Double(Self.min) - 1, value < Double(Self.max) + 1 {
      self.init(value)
    } else {
      self = value.isNaN ? 0 : value < 0 ? .min : .max
    }
  }
}
