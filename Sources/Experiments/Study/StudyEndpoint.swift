import Configuration
import Files

/// One question that a study was made to answer, written down before it ran: does this model do better than that one?
struct StudyEndpoint: Sendable, Equatable {
  /// nil: what it compares.
  var ownName: String?
  /// Labels of the table's rows: `random, linear`, `vanilla`; `sub-models` is the mean of a dispersal's.
  var model, against: String
  /// Clusters; nil for the study's own number.
  var count: Int?
  /// The dose of the instructions; nil for the study's own.
  var dose: String?
}

extension StudyEndpoint {
  static let schema = ConfigurationSchema<StudyEndpoint>(
    "study",
    [
      ConfigurationKey("name", "of the question; by default what is compared", \.ownName, .optional(.text)),
      ConfigurationKey("model", "a row of the table", \.model, .text),
      ConfigurationKey("against", "another one", \.against, .text),
      ConfigurationKey("k", "a number of sweep; null: k of the study", \.count, .optional(.whole())),
      ConfigurationKey("dose", "one of doses; null: the study's own instructions", \.dose, .optional(.text)),
    ], standard: { StudyEndpoint(model: "", against: "") })

  static func check(_ endpoint: StudyEndpoint, at setting: ConfigurationFile.Setting) throws(Diagnostic) {
    guard !endpoint.model.isEmpty, !endpoint.against.isEmpty else {
      throw setting.wrong("maps with model, against and perhaps name, k and dose")
    }
  }

  var name: String {
    ownName
      ?? "\(model) against \(against)" + (count.map { ", K = \($0)" } ?? "") + (dose.map { ", \($0)" } ?? "")
  }

  /// Whether a row is the one that it means by a label.
  /// - Parameter usual: the study's own number of clusters.
  func means(_ condition: StudyCondition, by label: String, usual: Int) -> Bool {
    condition.label == label && (condition.count == nil || condition.count == count ?? usual)
      && (condition.dose == dose || label == DTMModel.Role.base.rawValue)
  }

  /// - Parameter usual: the study's own number of clusters.
  func asksTheSame(as other: StudyEndpoint, usual: Int) -> Bool {
    model == other.model && against == other.against && count ?? usual == other.count ?? usual && dose == other.dose
  }

  /// Throws where it names what the table will not have.
  func check(among conditions: [StudyCondition], of study: StudyConfiguration, place: String) throws(Diagnostic) {
    func wrong(_ problem: String, _ expectation: String) -> Diagnostic {
      Diagnostic(place, "\(name): \(problem)", expected: expectation, status: .wrongUsage)
    }
    if let dose, !study.doses.contains(where: { $0.name == dose }) {
      throw wrong("no dose \"\(dose)\"", "one of doses")
    }
    if let count, count != study.count, dose != nil || !study.sweep.contains(count) {
      throw wrong("k is \(count)", dose == nil ? "k or a number of sweep" : "\(study.count): a dose has no other")
    }
    guard model != against else { throw wrong("\(model) against itself", "two rows") }
    for label in against == ScaledLine.label ? [model] : [model, against] {
      if conditions.contains(where: { means($0, by: label, usual: study.count) }) { continue }
      var labels: [String] = []
      for row in conditions where means(row, by: row.label, usual: study.count) && !labels.contains(row.label) {
        labels.append(row.label)
      }
      let near = ([ScaledLine.label] + labels).filter { SpellingDistance.between($0, label) <= 2 }
      let guess = near.isEmpty ? "" : "did you mean \(near.joined(separator: " or "))? "
      throw wrong("there is no row \"\(label)\" to compare", guess + "there are: \(labels.joined(separator: "; "))")
    }
    if against == ScaledLine.label,
      conditions.contains(where: { $0.isScaledVanilla && means($0, by: model, usual: study.count) })
    {
      throw wrong("\(model) stands on the vanilla line itself", "a merge, a soup, sub-models or an ensemble")
    }
  }
}
