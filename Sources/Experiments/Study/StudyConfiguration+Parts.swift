import Configuration
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

    /// The base must stay the same, so there are no other keys of a world.
    static let schema = ConfigurationSchema<Dose>(
      "study",
      [
        ConfigurationKey(
          "name", "of the rows", \.name, .text.matching("a name of letters, digits, - and _, 40 at most", isName)),
        .kept("noise", "as in world", .number(0...1), in: \.world),
        .kept("shortcuts", "as in world", .number(0...1), in: \.world),
      ], standard: { Dose(name: "", world: []) })

    static func check(_ dose: Dose, at setting: ConfigurationFile.Setting) throws(Diagnostic) {
      guard !dose.name.isEmpty else { throw setting.wrong("maps with a name") }
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
