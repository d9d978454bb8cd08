import Glibc

/// Bytes that are looked for from a line's end (Horspool, "Practical fast searching in strings", 1980, backwards): a byte where they might begin
/// says how far the next such place is.
struct KeyMark {
  private let bytes: [UInt8]
  /// By byte.
  private let steps: [Int]

  init(_ text: String) {
    bytes = Array(text.utf8)
    var steps = [Int](repeating: bytes.count, count: 256)
    for (place, byte) in bytes.enumerated().reversed() where place > 0 { steps[Int(byte)] = place }
    self.steps = steps
  }

  /// Where they stand last; nil where they do not.
  func lastPlace(in line: UnsafeRawBufferPointer) -> Int? {
    bytes.withUnsafeBytes { bytes in
      steps.withUnsafeBufferPointer { steps in
        guard let start = line.baseAddress, let wanted = bytes.baseAddress else { return nil }
        var place = line.count - bytes.count
        while place >= 0 {
          if memcmp(start + place, wanted, bytes.count) == 0 { return place }
          place -= steps[Int(line[place])]
        }
        return nil
      }
    }
  }
}
