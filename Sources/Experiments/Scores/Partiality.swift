/// What stands above the tables of a job that was stopped: how much of the whole they are of, and what is not done.
struct Partiality {
  let extent: String
  let missing: [String]

  init(_ extent: String, missing: [String]) {
    self.extent = extent
    self.missing = missing
  }

  /// Names of models have commas.
  var text: String {
    "PARTIAL: \(extent)\n" + (missing.isEmpty ? "" : "not done: \(missing.joined(separator: "; "))\n")
  }
}
