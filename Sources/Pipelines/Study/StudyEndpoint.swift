import Files

/// One question that a study was made to answer, written down before it ran: does this model do better than that one?
struct StudyEndpoint: Sendable, Equatable {
  var name: String
  /// Labels of the table's rows: `random, linear`, `vanilla`; `sub-models` is the mean of a dispersal's.
  var model, against: String
  /// Clusters; nil for the study's own number.
  var count: Int?
  /// The dose of the instructions; nil for the study's own.
  var dose: String?
}

extension StudyEndpoint {
  init(_ json: JSON, place: String) throws(Diagnostic) {
    let known = ["name", "model", "against", "k", "dose"]
    guard let object = json.object, object.keys.allSatisfy(known.contains), let model = json["model"]?.string,
      let against = json["against"]?.string, json["k"] == nil || json["k"]?.integer != nil,
      json["dose"] == nil || json["dose"]?.string != nil
    else {
      throw Diagnostic(
        place, "endpoints is \(json.text())",
        expected: "a list of maps with model, against and perhaps name, k and dose",
        status: .wrongUsage)
    }
    self.model = model
    self.against = against
    name = json["name"]?.string ?? "\(model) against \(against)"
    count = json["k"]?.integer
    dose = json["dose"]?.string
  }
}
