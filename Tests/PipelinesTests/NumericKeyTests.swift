import Configuration
import Files
import TestSupport
import Testing
import Worlds

@testable import Dispersal
@testable import Experiments
@testable import Pipelines
@testable import Training

/// Every numeric key of every configuration has a range, which its field states.
@Suite struct NumericKeyTests {
  /// The range of a number, and whether it is a whole one; nil where the values are none.
  private func range(_ kind: ValueKind) -> (range: ClosedRange<Double>, isWhole: Bool)? {
    switch kind {
    case .whole(let range): (Double(range.lowerBound)...Double(range.upperBound), true)
    case .number(let range): (range, false)
    case .optional(let kind): range(kind)
    default: nil
    }
  }

  private func check<Subject>(_ schema: ConfigurationSchema<Subject>, numeric: Int) throws {
    var found = 0
    for key in schema.keys {
      func isRefused(_ value: JSON) -> Bool {
        let setting = ConfigurationFile.Setting(key: key.name, value: value, place: "file:1")
        do throws(Diagnostic) {
          _ = try schema.read([setting])
          return false
        } catch {
          #expect(error.status == .wrongUsage && error.place == "file:1", "\(key.name)")
          return true
        }
      }
      guard let (range, isWhole) = range(key.kind) else {
        #expect(key.value(of: try schema.read([]))?.number == nil, "\(key.name) is a number without a range")
        continue
      }
      found += 1
      for number in [range.lowerBound, range.upperBound] {
        #expect(!isRefused(isWhole ? .integer(Int(saturating: number)) : .number(number)), "\(key.name) \(number)")
      }
      for number in [0, -1, 1, Int(1) << 62, Int.max, Int.min] {
        #expect(isRefused(.integer(number)) == !range.contains(Double(number)), "\(key.name) \(number)")
      }
      if isWhole {
        #expect(isRefused(.integer(Int(saturating: range.upperBound) + 1)), "\(key.name)")
        #expect(isRefused(.integer(Int(saturating: range.lowerBound) - 1)), "\(key.name)")
        #expect(isRefused(.number(1.5)), "\(key.name)")
      } else {
        #expect(
          isRefused(.number(range.upperBound.nextUp)) && isRefused(.number(range.lowerBound.nextDown)), "\(key.name)")
      }
      for value: JSON in [.number(.nan), .number(.infinity), .number(1e308), "x", "", "nan", "inf", true, []] {
        #expect(isRefused(value), "\(key.name) \(value.text())")
      }
    }
    #expect(found == numeric, "\(schema.command)")
  }

  @Test("0, -1, 1, the limits, what lies beyond them and what is no number, on each key")
  func ranges() throws {
    try check(TrainingConfiguration.schema, numeric: 38)
    try check(SelectionConfiguration.schema, numeric: 5)
    try check(DispersalConfiguration.schema, numeric: 5)
    try check(SearchConfiguration.schema, numeric: 7)
    try check(WorldSpec.schema, numeric: 10)
    try check(DTMConfiguration.schema, numeric: 4)
    try check(StudyConfiguration.schema, numeric: 2)
  }

  @Test("Lists of numbers, and the numbers of dtm, study and merge")
  func lists() {
    func refused(_ body: () throws -> Void) { #expect(throws: Diagnostic.self) { try body() } }
    func setting(_ key: String, _ value: JSON) -> ConfigurationFile.Setting {
      ConfigurationFile.Setting(key: key, value: value, place: "file:1")
    }
    for value: JSON in [0, -1, .integer(.max), .number(.nan), "x"] {
      for key in ["k", "statistics"] { refused { _ = try DTMConfiguration([setting(key, value)]) } }
      for key in ["k", "sweep", "tokenizer.pieces"] { refused { _ = try StudyConfiguration([setting(key, value)]) } }
    }
    for value: JSON in [-1, .integer(.max), .array([.integer(.max)])] {
      refused { _ = try DTMConfiguration([setting("seeds", value)]) }
      refused { _ = try StudyConfiguration([setting("seeds", value)]) }
    }
    refused { _ = try DTMConfiguration([setting("lambdas", [1e300])]) }
    for limit: JSON in [0, -1, .integer(.max), "x"] {
      refused { _ = try DTMConfiguration([setting("score.groups", [["tasks": ["arc"], "limit": limit]])]) }
    }
  }
}
