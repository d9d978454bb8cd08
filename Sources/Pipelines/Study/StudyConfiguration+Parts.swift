import Files

extension StudyConfiguration {
  /// Instruction corpora that differ from the study's own in what the world's keys say.
  struct Dose: Sendable {
    var name: String
    var world: [ConfigurationFile.Setting]

    /// Folders are called by it.
    private static func isName(_ text: String) -> Bool {
      (1...40).contains(text.utf8.count)
        && text.utf8.allSatisfy {
          ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
            || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: "-")
            || $0 == UInt8(ascii: "_")
        }
    }

    init(_ json: JSON, place: String) throws(Diagnostic) {
      guard let object = json.object, let name = json["name"]?.string, Self.isName(name) else {
        throw Diagnostic(
          place, "doses is \(json.text())",
          expected: "a list of maps with noise, shortcuts, and a name of letters, digits, - and _, 40 at most",
          status: .wrongUsage)
      }
      self.name = name
      for member in object.members where !["name", "noise", "shortcuts"].contains(member.key) {
        throw Diagnostic(
          place, "a dose has \(member.key)", expected: "name, noise and shortcuts: the base must stay the same",
          status: .wrongUsage)
      }
      world = object.members.filter { $0.key != "name" }.map {
        ConfigurationFile.Setting(key: $0.key, value: $0.value, place: place)
      }
    }
  }

  /// One comparison that is made in each world.
  struct Part: Sendable {
    var count: Int
    var dose: Dose?
    /// Only the first dispersal and merge, beside vanilla and vanilla of the same length.
    var isBrief: Bool

    var name: String { dose.map { "\($0.name), K = \(count)" } ?? "K = \(count)" }
    var folder: String { dose.map { "\($0.name)-k-\(count)" } ?? "k-\(count)" }
  }

  /// The main comparison, then the other numbers of clusters, then the other doses.
  var parts: [Part] {
    [Part(count: count, isBrief: false)] + sweep.map { Part(count: $0, isBrief: true) }
      + doses.map { Part(count: count, dose: $0, isBrief: true) }
  }
}
