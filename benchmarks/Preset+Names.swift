public import Evaluation
public import Files

/// What names given with `--tasks` mean: `race@2` is a protocol, `race` the preset's protocol of it, `arc` a
/// group.
extension Preset {
  /// Names for several benchmarks at once.
  public static let groups: [(name: String, benchmarks: [String])] = {
    var groups: [(name: String, benchmarks: [String])] = []
    for benchmark in Benchmark.all {
      guard let group = benchmark.group else { continue }
      guard let index = groups.firstIndex(where: { $0.name == group }) else {
        groups.append((group, [benchmark.name]))
        continue
      }
      if !groups[index].benchmarks.contains(benchmark.name) { groups[index].benchmarks.append(benchmark.name) }
    }
    return groups
  }()

  /// The entries that the names mean, each once, in the order of the names; all of the preset where there are
  /// no names.
  public func entries(named names: [String]) throws(Diagnostic) -> [Entry] {
    if names.isEmpty { return entries }
    var chosen: [Entry] = []
    for name in names {
      for entry in try entries(named: name)
      where !chosen.contains(where: { $0.benchmark.id == entry.benchmark.id }) {
        chosen.append(entry)
      }
    }
    return chosen
  }

  /// The same, each with so many exemplars; throws where one of them cannot have as many.
  public func entries(named names: [String], shots: Int?) throws(Diagnostic) -> [Entry] {
    var chosen = try entries(named: names)
    guard let shots else { return chosen }
    for index in chosen.indices { chosen[index].benchmark = try chosen[index].benchmark.asked(shots: shots) }
    return chosen
  }

  /// The entries that one name means: one, or several where it is a group; a sub-task or a category of them is a benchmark of its own.
  public func entries(named name: String) throws(Diagnostic) -> [Entry] {
    if let benchmark = Benchmark.all.first(where: { $0.id == name }) {
      return [entries.first { $0.benchmark.id == name } ?? Entry(benchmark)]
    }
    let members = Self.groups.first { $0.name == name }?.benchmarks ?? [name]
    let found = entries.filter { members.contains($0.benchmark.name) }
    if !found.isEmpty { return found }
    let known = Benchmark.all.filter { members.contains($0.name) }
    // Where there is one protocol only, there is nothing to choose.
    if known.count == 1 { return [Entry(known[0])] }
    guard known.isEmpty else { throw .notInPreset(name, known, self) }
    return [try entry(ofPart: name)]
  }

  /// `mmlu_astronomy`, as the preset asks the whole; `mmlu_astronomy@hendrycks`.
  private func entry(ofPart name: String) throws(Diagnostic) -> Entry {
    if let part = Benchmark.known(name) {
      return Entry(part, bos: entries.first { $0.benchmark.id == part.whole }?.bos)
    }
    for entry in entries {
      if let part = entry.benchmark.part(named: name) { return Entry(part, bos: entry.bos) }
    }
    let known = Benchmark.all.compactMap { $0.part(named: name) }
    if known.count == 1 { return Entry(known[0]) }
    throw known.isEmpty ? .unknown(name) : .notInPreset(name, known, self)
  }
}

extension Benchmark {
  /// The protocol of an id, or the part of one: `mmlu@hendrycks`, `mmlu_astronomy@hendrycks`.
  public static func known(_ id: String) -> Benchmark? {
    if let benchmark = all.first(where: { $0.id == id }) { return benchmark }
    guard let at = id.lastIndex(of: "@") else { return nil }
    let (name, variant) = (String(id[..<at]), id[id.index(after: at)...])
    for benchmark in all where benchmark.variant == variant {
      if let part = benchmark.part(named: name) { return part }
    }
    return nil
  }

  /// The benchmarks that have sub-tasks with names of their own, and these names, each once.
  public static let partNames: [(benchmark: String, names: [String])] = {
    var found: [(benchmark: String, names: [String])] = []
    for benchmark in all where !benchmark.parts.isEmpty && !found.contains(where: { $0.benchmark == benchmark.name }) {
      let same = all.filter { $0.name == benchmark.name }
      var names: [String] = []
      for name in same.flatMap({ whole in whole.parts.map { whole.name(of: $0) } }) where !names.contains(name) {
        names.append(name)
      }
      found.append((benchmark.name, names))
    }
    return found
  }()
}

extension Diagnostic {
  fileprivate static func notInPreset(_ name: String, _ known: [Benchmark], _ preset: Preset) -> Diagnostic {
    Diagnostic(
      "--tasks", "preset \(preset.name) has no \(name)",
      expected: "name the protocol in full: \(known.map(\.id).joined(separator: ", "))", status: .wrongUsage)
  }

  fileprivate static func unknown(_ name: String) -> Diagnostic {
    let all = Benchmark.all.map(\.id) + unversionedNames
    let near = all.filter { SpellingDistance.between($0, name) <= 2 || (name.count > 2 && $0.hasPrefix(name)) }
    let parts = nearParts(name)
    let guesses = near + parts.prefix(5)
    let guess =
      guesses.isEmpty
      ? "" : "did you mean \(guesses.joined(separator: " or "))\(parts.count > 5 ? " or another one like these" : "")? "
    return Diagnostic(
      "--tasks", "there is no benchmark \"\(name)\"", expected: "\(guess)There are \(knownNames)",
      status: .wrongUsage)
  }

  /// Sub-tasks whose name is like this one, the nearest first; with the protocol where one is named.
  private static func nearParts(_ name: String) -> [String] {
    let plain = String(name.prefix { $0 != "@" }), variant = name.dropFirst(plain.count)
    var found: [(name: String, distance: Int)] = []
    for (benchmark, names) in Benchmark.partNames where plain.hasPrefix(benchmark + "_") {
      for part in names {
        let distance = SpellingDistance.between(part, plain)
        let isBegun = plain.count > benchmark.count + 2 && part.hasPrefix(plain)
        if distance <= 2 || isBegun { found.append((part, distance)) }
      }
    }
    let isKnown = Benchmark.all.contains { "@" + $0.variant == variant }
    return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.map { $0.name + (isKnown ? variant : "") }
  }

  private static var knownNames: String {
    let parts = Benchmark.partNames.map { "parts of \($0.benchmark) ('assay tasks \($0.benchmark)' lists them)" }
    return (Benchmark.all.map(\.id) + Preset.groups.map(\.name) + parts).joined(separator: ", ")
  }

  private static var unversionedNames: [String] {
    var names: [String] = []
    for name in Benchmark.all.map(\.name) + Preset.groups.map(\.name) where !names.contains(name) {
      names.append(name)
    }
    return names
  }
}
