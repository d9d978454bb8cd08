/// Looks for stops in a text that grows.
public struct StopSearch: Sendable {
  private let stops: [[UInt8]]
  private let longest: Int
  /// No stop begins before this place.
  private var start = 0

  /// Empty stops are none.
  public init(_ stops: [String]) {
    self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty }
    longest = self.stops.map(\.count).max() ?? 0
  }

  /// Whether a stop stands in the text, which has only grown since the last call.
  public mutating func isHit(_ text: [UInt8]) -> Bool {
    guard longest > 0 else { return false }
    for stop in stops where Self.place(of: stop, in: text[start...]) != nil { return true }
    start = max(start, text.count - longest + 1)
    return false
  }

  /// The text before the stops, cut as lm-evaluation-harness does: at the first of each, one stop after the other, in their order.
  /// It matters where stops overlap.
  public func cut(_ text: [UInt8]) -> ArraySlice<UInt8> {
    var rest = text[...]
    for stop in stops {
      if let place = Self.place(of: stop, in: rest) { rest = rest[..<place] }
    }
    return rest
  }

  private static func place(of stop: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard let first = stop.first, text.count >= stop.count else { return nil }
    return text.withUnsafeBufferPointer { bytes in
      for index in 0...bytes.count - stop.count where bytes[index] == first {
        if (1..<stop.count).allSatisfy({ bytes[index + $0] == stop[$0] }) { return text.startIndex + index }
      }
      return nil
    }
  }
}
