import Files
import Merging

extension MergeConfiguration {
  /// Throws for a parameter that the method does not have, for a value that is none, and for one that some models have and others
  /// lack: what was given for a part is never filled up with a default that nobody sees.
  func checkParameters() throws(Diagnostic) {
    try check(parameters, "parameters", perParent: false)
    for slice in slices {
      try check(slice.parameters, "slice", perParent: false)
      for source in slice.sources { try check(source.parameters, source.model.text, perParent: true) }
      try checkComplete(slice)
    }
  }

  private func check(_ given: GivenParameters, _ place: String, perParent: Bool) throws(Diagnostic) {
    for (name, value) in given.values.sorted(by: { $0.key < $1.key }) {
      try check(name, value, given.places[name] ?? place, perParent: perParent)
    }
  }

  private func check(_ name: String, _ value: JSON, _ place: String, perParent: Bool) throws(Diagnostic) {
    guard let parameter = method.parameters.first(where: { $0.name == name }) else {
      let near = method.parameters.map(\.name).filter { SpellingDistance.between($0, name) <= 2 }
      throw Diagnostic(
        place, "\(method.name) has no parameter \"\(name)\"",
        expected: near.isEmpty
          ? method.parameters.map(\.name).joined(separator: ", ") : "did you mean \(near.joined(separator: " or "))?",
        status: .wrongUsage)
    }
    guard !perParent || parameter.isPerParent else {
      throw Diagnostic(
        place, "\"\(name)\" is no parameter of a single model", expected: "it below parameters of the whole merge",
        status: .wrongUsage)
    }
    if let problem = ParameterSetting.problem(value) {
      throw Diagnostic(
        place, "\(name) is \(problem.shown), which is \(problem.sentence)",
        expected: "\(parameter.values); a list of them, a gradient over the layers; or a list of {filter, value}",
        status: .wrongUsage)
    }
    for leaf in ParameterSetting.leaves(of: value) where parameter.value(leaf, definitions) == nil {
      throw Diagnostic(
        place, "\(name) is \(ParameterSetting.text(leaf))", expected: "\(parameter.values) was expected",
        status: .wrongUsage)
    }
  }

  /// A weight that some of the models have must stand with all of them, or with the slice or the whole merge: mergekit has no
  /// default for it. For all else that one model has and another lacks its default holds, and is told.
  private func checkComplete(_ slice: Slice) throws(Diagnostic) {
    let sources = slice.sources.filter { isParent($0.model) }
    for parameter in method.parameters where parameter.isWeight {
      let name = parameter.name
      guard slice.parameters[name] == nil, parameters[name] == nil,
        let giver = sources.first(where: { $0.parameters[name] != nil }),
        let other = sources.first(where: { $0.parameters[name] == nil })
      else { continue }
      throw Diagnostic(
        giver.parameters.places[name] ?? giver.model.text,
        "\(name) is given for \(giver.model.text) and not for \(other.model.text)",
        expected: "a \(name) for each model, or one below parameters that holds for the others", status: .wrongUsage)
    }
  }

  /// Parameters that some models have and others lack, with the value that those get; for people.
  var defaulted: [String] {
    var notes: [String] = []
    for slice in slices {
      let sources = slice.sources.filter { isParent($0.model) }
      for base in slice.sources where !isParent(base.model) && !base.parameters.values.isEmpty {
        notes.append("parameters of \(base.model.text) change nothing: it is the base")
      }
      for parameter in method.parameters where parameter.isPerParent && !parameter.isWeight {
        let name = parameter.name
        guard slice.parameters[name] == nil, parameters[name] == nil,
          sources.contains(where: { $0.parameters[name] != nil })
        else { continue }
        for source in sources where source.parameters[name] == nil {
          let note = "\(name) of \(source.model.text) is not given: \(parameter.standard(definitions).text())"
          if !notes.contains(note) { notes.append(note) }
        }
      }
    }
    return notes
  }

  /// Filters that are part of no tensor's name, so that their values count nowhere; for people.
  /// - Parameter tensors: all names, of all models.
  func idleFilters(_ tensors: Set<String>) -> [String] {
    let all = ([parameters] + slices.flatMap { [$0.parameters] + $0.sources.map(\.parameters) }).flatMap { given in
      given.values.map { ($0.key, $0.value, given.places[$0.key]) }
    }
    var notes: [String] = []
    for (name, value, place) in all.sorted(by: { ($0.2 ?? "", $0.0) < ($1.2 ?? "", $1.0) }) {
      for filter in ParameterSetting.filters(of: value)
      where filter != "*" && !tensors.contains(where: { $0.contains(filter) }) {
        notes.append("\(place.map { "\($0): " } ?? "")the filter '\(filter)' of \(name) fits no tensor")
      }
    }
    return notes
  }

  /// The values for one tensor. What stands with a source goes before what stands with its slice, and that before the global
  /// parameters; last comes the method's own default, but only where nothing was given at all: filters of which none fits are an
  /// error.
  /// - Parameters:
  ///   - tensors: the tensor's name in each of the slice's parents.
  ///   - t: where the layer stands in its slice.
  func resolve(
    _ slice: Slice, tensor: String, tensors: [String], t: Double
  ) throws(Diagnostic) -> TensorParameters {
    var shared: [String: JSON] = [:]
    var parents = [[String: JSON]](repeating: [:], count: tensors.count)
    let sources = slice.sources.filter { isParent($0.model) }
    for parameter in method.parameters {
      let name = parameter.name
      let common = [
        (slice.parameters[name], slice.parameters.places[name]), (parameters[name], parameters.places[name]),
      ]
      guard parameter.isPerParent else {
        shared[name] = try value(parameter, common, tensor, t)
        continue
      }
      for (k, source) in sources.enumerated() {
        parents[k][name] = try value(
          parameter, [(source.parameters[name], source.parameters.places[name] ?? source.model.text)] + common,
          tensors[k], t)
      }
    }
    return try TensorParameters(method, shared: shared, parents: parents, tensor: tensor)
  }

  private func value(
    _ parameter: MergeParameter, _ settings: [(JSON?, String?)], _ tensor: String, _ t: Double
  ) throws(Diagnostic) -> JSON {
    for (setting, _) in settings {
      guard let setting, let found = ParameterSetting.value(setting, tensor: tensor, t: t),
        let value = parameter.value(found, definitions)
      else { continue }
      return value
    }
    guard let (_, place) = settings.first(where: { $0.0 != nil }) else { return parameter.standard(definitions) }
    throw Diagnostic(
      place ?? "parameters", "\(parameter.name) has no value for '\(tensor)': no filter fits it",
      expected: "a last entry {value: …} without a filter, which holds for the rest", status: .wrongUsage)
  }
}
