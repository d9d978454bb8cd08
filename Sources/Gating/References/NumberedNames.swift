import Files

/// Names that mostly differ in one number, as columns that pack well: the different frames, which of them each name has, and how far its
/// number is from the one before. `a/0`, `a/1`, … take next to nothing.
struct NumberedNames {
  let names: [String]

  init(_ names: [String]) { self.names = names }

  var json: JSON {
    var known: [String: Int] = [:], frames: [JSON] = [], places: [JSON] = [], steps: [JSON] = [], last = 0
    for name in names {
      let (frame, number) = Self.split(name)
      if known[frame] == nil {
        known[frame] = frames.count
        frames.append(.string(frame))
      }
      places.append(known[frame].map { .integer($0) } ?? .null)
      steps.append(number.map { .integer($0 - last) } ?? .null)
      last = number ?? last
    }
    return ["frames": .array(frames), "of": .array(places), "steps": .array(steps)]
  }

  /// nil for what `json` does not write.
  init?(_ json: JSON) {
    guard let frames = json["frames"]?.array?.compactMap(\.string), let places = json["of"]?.array,
      let steps = json["steps"]?.array, places.count == steps.count
    else { return nil }
    var names: [String] = [], last = 0
    for (place, step) in zip(places, steps) {
      guard let index = place.integer, frames.indices.contains(index) else { return nil }
      if step.isNull {
        names.append(frames[index])
      } else {
        guard let step = step.integer, let at = frames[index].lastIndex(of: Self.mark) else { return nil }
        let (number, overflow) = last.addingReportingOverflow(step)
        guard !overflow else { return nil }
        last = number
        names.append(frames[index][..<at] + "\(number)" + frames[index][frames[index].index(after: at)...])
      }
    }
    self.names = names
  }

  private static let mark: Character = "\u{1}"

  /// The name with its last number marked, and that number; the name itself where it has none that is written as it would be again.
  private static func split(_ name: String) -> (frame: String, number: Int?) {
    let utf8 = Array(name.utf8)
    let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    guard let end = utf8.lastIndex(where: isDigit), !utf8.contains(1) else { return (name, nil) }
    var start = end
    while start > 0, isDigit(utf8[start - 1]) { start -= 1 }
    let digits = String(decoding: utf8[start...end], as: UTF8.self)
    guard let number = Int(digits), "\(number)" == digits, number < 1 << 60 else { return (name, nil) }
    let frame = String(decoding: utf8[..<start] + [1] + utf8[(end + 1)...], as: UTF8.self)
    return (frame, number)
  }
}
