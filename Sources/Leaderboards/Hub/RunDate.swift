import Files

/// When a run was made, by its own `timing.json`: the last session that it lists. Nothing here asks the clock.
struct RunDate {
  /// `2026-11-28T19:43:43Z`.
  let iso: String
  /// Of all sessions, so far as they say.
  let seconds: Double

  /// nil where no place is the folder of a run that says when; throws where its file is damaged.
  init?(_ places: [String]) throws(Diagnostic) {
    for place in places {
      guard FileSystem.isDirectory(place) else { continue }
      let sessions = try TimingFile.sessions(in: place)
      guard let date = sessions.last?["date"]?.string, Self.isDate(date) else { continue }
      iso = date
      seconds = sessions.reduce(0) { $0 + ($1["seconds"]?.number ?? 0) }
      return
    }
    return nil
  }

  private static func isDate(_ text: String) -> Bool {
    let form = Array("0000-00-00T00:00:00Z".utf8), bytes = Array(text.utf8)
    return bytes.count == form.count
      && zip(bytes, form).allSatisfy { $1 == UInt8(ascii: "0") ? (0x30...0x39).contains($0) : $0 == $1 }
  }

  /// As lm-evaluation-harness names its files: `2026-11-28T19-43-43.000000`.
  var harnessName: String { iso.dropLast().replacing(":", with: "-") + ".000000" }

  /// Seconds since 1970 in UTC.
  var unix: Int {
    let numbers = iso.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 6 else { return 0 }
    // Days of the civil calendar, years from March on, so that the leap day is their last.
    let year = numbers[1] <= 2 ? numbers[0] - 1 : numbers[0], month = (numbers[1] + 9) % 12
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + numbers[2] - 1 - 719_468
    return ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
  }
}
