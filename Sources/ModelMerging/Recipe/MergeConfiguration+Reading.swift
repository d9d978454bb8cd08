import Checkpoints
public import Configuration
public import Files
public import Merging

extension MergeConfiguration {
  /// Reads mergekit's YAML, with the keys that Assay adds. In a file, mergekit's definitions hold unless it says otherwise.
  public init(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    guard let name = settings.last(where: { $0.key == "merge_method" }) else {
      var written = WrittenPlaces("merge")
      for setting in settings { written.note(setting) }
      throw Diagnostic(written["merge_method"], "no merge_method", expected: Self.methodNames, status: .wrongUsage)
    }
    self.init(method: try Self.method(name.value.string ?? name.value.text(), place: name.place))
    definitions = .mergekit
    var forms: [String] = []
    for setting in settings {
      if setting.key == "models" || setting.key == "slices" { forms.append(setting.key) }
      try apply(setting)
    }
    guard forms.count == 1 else {
      throw Diagnostic(
        settings[0].place, forms.isEmpty ? "neither models nor slices" : "both \(forms.joined(separator: " and "))",
        expected: "one of the two", status: .wrongUsage)
    }
    let twice = settings.filter { $0.key == "tokenizer_source" || $0.key.hasPrefix("tokenizer.") }
    if let first = twice.first(where: { $0.key == "tokenizer_source" }), twice.count > 1 {
      throw Diagnostic(
        first.place, "both tokenizer_source and tokenizer", expected: "one of the two", status: .wrongUsage)
    }
    try tokenizer?.settle()
    putBaseFirst()
  }

  public static func method(_ name: String, place: String) throws(Diagnostic) -> MergeMethod {
    guard let method = MergeMethod.all.first(where: { $0.name == name }) else {
      throw Diagnostic(place, "there is no merge method \"\(name)\"", expected: methodNames, status: .wrongUsage)
    }
    return method
  }

  private static let methodNames = MergeMethod.all.map(\.name).joined(separator: ", ")

  /// Of a method that goes from the base to the others, in whatever order they stand.
  private mutating func putBaseFirst() {
    guard method.startsAtBase, let base else { return }
    for index in slices.indices {
      slices[index].sources =
        slices[index].sources.filter { $0.model == base }
        + slices[index].sources.filter { $0.model != base }
    }
  }

  /// Applies one key.
  public mutating func apply(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    for setting in settings { try apply(setting) }
  }

  private mutating func apply(_ setting: ConfigurationFile.Setting) throws(Diagnostic) {
    written.note(setting)
    if setting.key.hasPrefix("parameters.") {
      let name = String(setting.key.dropFirst("parameters.".count))
      Self.set(name, setting.value, in: &parameters, &notes)
      places[name] = setting.place
      return
    }
    if setting.key.hasPrefix("tokenizer.") {
      var choice = tokenizer ?? TokenizerChoice(.base)
      try choice.apply(String(setting.key.dropFirst("tokenizer.".count)), setting)
      tokenizer = choice
      return
    }
    switch setting.key {
    case "merge_method", "name": break
    case "models": slices = [Slice(try sources(setting.value, setting, "", "models", ranged: false))]
    case "slices": slices = try slices(setting)
    case "parameters": guard setting.isNothing else { throw setting.wrong("a mapping of parameters") }
    case "base_model": base = Model(try setting.name())
    case "dtype": if dtype == nil { dtype = try setting.dtype() }
    case "out_dtype": dtype = try setting.dtype()
    case "tokenizer_source": if !setting.value.isNull { tokenizer = TokenizerChoice(text: try setting.name()) }
    case "tokenizer": guard setting.value.isNull else { throw setting.wrong("{source: base, union or a folder}") }
    case "chat_template":
      guard !setting.value.isNull else { break }
      let text = try setting.text()
      try ChatTemplate.check(text, place: setting.place)
      chatTemplate = text
    case "definitions":
      definitions =
        MergeDefinitions(rawValue: try setting.choice(of: MergeDefinitions.allCases.map(\.rawValue))) ?? .paper
    case "output": output = Output(rawValue: try setting.choice(of: Output.allCases.map(\.rawValue))) ?? .auto
    case "rank": rank = try setting.size(from: 1, upTo: 65536)
    case "seed": seed = UInt64(try setting.size(from: 0))
    case "out": out = try setting.name()
    default:
      let near = MergeKey.all.map(\.name).filter { SpellingDistance.between($0, setting.key) <= 2 }
      throw Diagnostic(
        setting.place, "there is no key \"\(setting.key)\"",
        expected: near.isEmpty
          ? "'assay merge --help-config' lists all keys" : "did you mean \(near.joined(separator: " or "))?",
        status: .wrongUsage)
    }
  }

  private mutating func slices(_ setting: ConfigurationFile.Setting) throws(Diagnostic) -> [Slice] {
    var result: [Slice] = []
    for (index, entry) in (setting.value.array ?? []).enumerated() {
      let what = "slices[\(index)]", path = "[\(index)]", place = setting.place(of: path)
      guard let object = entry.object, let list = object["sources"] else {
        throw Diagnostic(
          place, "\(what) has no sources", expected: "a list of models with layer_range", status: .wrongUsage)
      }
      try refuse(object, knows: ["sources", "parameters"], place, what)
      var slice = Slice(try sources(list, setting, path + ".sources", what, ranged: true))
      slice.parameters = try Self.parameters(object, setting, path, &notes, &slice.places)
      result.append(slice)
    }
    guard !result.isEmpty else { throw setting.wrong("a list of slices") }
    return result
  }

  private mutating func sources(
    _ list: JSON, _ setting: ConfigurationFile.Setting, _ path: String, _ key: String, ranged: Bool
  ) throws(Diagnostic) -> [Source] {
    var result: [Source] = []
    for (index, entry) in (list.array ?? []).enumerated() {
      let what = "\(key)[\(index)]", own = "\(path)[\(index)]", place = setting.place(of: own)
      guard let object = entry.object, let name = object["model"]?.string, !name.isEmpty else {
        throw Diagnostic(place, "\(what) has no model", expected: "model: a folder", status: .wrongUsage)
      }
      try refuse(
        object, knows: ["model", "parameters", "statistics"] + (ranged ? ["layer_range"] : []), place, what)
      var source = Source(Model(name))
      source.parameters = try Self.parameters(object, setting, own, &notes, &source.places)
      if let statistics = object["statistics"], !statistics.isNull {
        guard let path = statistics.string else {
          throw Diagnostic(
            setting.place(of: own + ".statistics"), "\(what).statistics is \(statistics.text())", expected: "a file",
            status: .wrongUsage)
        }
        source.statistics = path
      }
      if ranged {
        let range = object["layer_range"]?.array?.compactMap(\.integer) ?? []
        guard range.count == 2, object["layer_range"]?.array?.count == 2, range[0] >= 0, range[0] < range[1] else {
          throw Diagnostic(
            place, "\(what) has \(object["layer_range"].map { "layer_range \($0.text())" } ?? "no layer_range")",
            expected: "layer_range: [first, the one behind the last], whole numbers from 0",
            status: .wrongUsage)
        }
        source.layers = range[0]..<range[1]
      }
      result.append(source)
    }
    guard !result.isEmpty else {
      throw Diagnostic(
        setting.place(of: path), "\(key) \(list.array == nil ? "is no list" : "is empty")",
        expected: "a list of models",
        status: .wrongUsage)
    }
    return result
  }

  private static func parameters(
    _ object: JSONObject, _ setting: ConfigurationFile.Setting, _ path: String, _ notes: inout [String],
    _ places: inout [String: String]
  ) throws(Diagnostic) -> [String: JSON] {
    guard let value = object["parameters"], !value.isNull else { return [:] }
    guard let parameters = value.object else {
      throw Diagnostic(
        setting.place(of: path + ".parameters"), "parameters is \(ParameterSetting.text(value))",
        expected: "a mapping of parameters", status: .wrongUsage)
    }
    var result: [String: JSON] = [:]
    for (name, value) in parameters.members {
      set(name, value, in: &result, &notes)
      places[name] = setting.place(of: "\(path).parameters.\(name)")
    }
    return result
  }

  private static func set(_ name: String, _ value: JSON, in parameters: inout [String: JSON], _ notes: inout [String]) {
    if name == "int8_mask" {
      notes.append("int8_mask changes nothing here: masks take no memory")
    } else {
      parameters[name] = value
    }
  }

  private func refuse(_ object: JSONObject, knows keys: [String], _ place: String, _ what: String) throws(Diagnostic) {
    guard let stranger = object.keys.first(where: { !keys.contains($0) }) else { return }
    throw Diagnostic(
      place, "\(what) has the unknown key \"\(stranger)\"", expected: keys.joined(separator: ", "), status: .wrongUsage)
  }
}

extension ConfigurationFile.Setting {
  /// Whether it is null, or a map of nothing.
  var isNothing: Bool { value.isNull || value.object?.members.isEmpty == true }

  /// A text that is not empty: the name of a file or folder.
  func name() throws(Diagnostic) -> String {
    let text = try text()
    guard !text.isEmpty else { throw wrong("the name of a folder") }
    return text
  }

  func dtype() throws(Diagnostic) -> ScalarType? {
    guard let type = ScalarType(weights: try text()) else { throw wrong("float32, float16 or bfloat16") }
    return type
  }
}
