import Files
import TestSupport
import Testing
import Worlds

@testable import Pipelines

/// Every numeric key of every configuration has a range, which its field states.
@Suite struct NumericKeyTests {
  private func check<Configuration>(
    _ fields: [ConfigurationField<Configuration>], _ start: Configuration, numeric: Set<String>
  ) {
    for field in fields {
      func isRefused(_ value: JSON) -> Bool {
        var configuration = start
        let setting = ConfigurationFile.Setting(key: field.key, value: value, place: "file:1")
        do throws(Diagnostic) {
          try field.set(&configuration, setting)
          return false
        } catch {
          #expect(error.status == .wrongUsage && error.place == "file:1", "\(field.key)")
          return true
        }
      }
      let shown = field.value(start)
      guard let range = field.range else {
        #expect(shown.number == nil && !numeric.contains(field.key), "\(field.key) is a number without a range")
        continue
      }
      let isWhole = shown.number == nil || { if case .integer = shown { true } else { false } }()
      for number in [range.lowerBound, range.upperBound] {
        #expect(!isRefused(isWhole ? .integer(Int(saturating: number)) : .number(number)), "\(field.key) \(number)")
      }
      for number in [0, -1, 1, Int(1) << 62, Int.max, Int.min] {
        #expect(isRefused(.integer(number)) == !range.contains(Double(number)), "\(field.key) \(number)")
      }
      if isWhole {
        #expect(isRefused(.integer(Int(saturating: range.upperBound) + 1)), "\(field.key)")
        #expect(isRefused(.integer(Int(saturating: range.lowerBound) - 1)), "\(field.key)")
        #expect(isRefused(.number(1.5)), "\(field.key)")
      } else {
        #expect(
          isRefused(.number(range.upperBound.nextUp)) && isRefused(.number(range.lowerBound.nextDown)), "\(field.key)")
      }
      for value: JSON in [.number(.nan), .number(.infinity), .number(1e308), "x", "", "nan", "inf", true, []] {
        #expect(isRefused(value), "\(field.key) \(value.text())")
      }
    }
  }

  @Test("0, -1, 1, the limits, what lies beyond them and what is no number, on each key")
  func ranges() {
    check(TrainingField.all, TrainingConfiguration(), numeric: ["updates", "clip", "limit", "validation.patience"])
    check(DispersalField.all, DispersalConfiguration(), numeric: ["iterations", "max_length"])
    check(SearchField.all, SearchConfiguration(), numeric: ["limit", "population", "levels"])
    check(WorldField.all, WorldSpec(), numeric: [])
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
