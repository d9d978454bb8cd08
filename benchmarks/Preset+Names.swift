import Evaluation
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

  /// The entries that one name means: one, or several where it is a group.
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
    throw known.isEmpty ? .unknown(name) : .notInPreset(name, members, self)
  }
}

extension Diagnostic {
  fileprivate static func notInPreset(_ name: String, _ members: [String], _ preset: Preset) -> Diagnostic {
    let ids = Benchmark.all.filter { members.contains($0.name) }.map(\.id)
    return Diagnostic(
      "--tasks", "preset \(preset.name) has no \(name)",
      expected: "name the protocol in full: \(ids.joined(separator: ", "))", status: .wrongUsage)
  }

  fileprivate static func unknown(_ name: String) -> Diagnostic {
    let all = Benchmark.all.map(\.id) + unversionedNames
    let near = all.filter { SpellingDistance.between($0, name) <= 2 || (name.count > 2 && $0.hasPrefix(name)) }
    let guess = near.isEmpty ? "" : "did you mean \(near.joined(separator: " or "))? "
    return Diagnostic(
      "--tasks", "there is no benchmark \"\(name)\"", expected: "\(guess)There are \(knownNames)",
      status: .wrongUsage)
  }

  private static var knownNames: String {
    (Benchmark.all.map(\.id) + Preset.groups.map(\.name)).joined(separator: ", ")
  }

  private static var unversionedNames: [String] {
    var names: [String] = []
    for name in Benchmark.all.map(\.name) + Preset.groups.map(\.name) where !names.contains(name) {
      names.append(name)
    }
    return names
  }
}
