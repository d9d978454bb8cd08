public import Files

/// Items that a run is to ask, and no others: a text file with a line for each, the protocol and the item's id. Lines that begin with `#`
/// are remarks.
public struct ItemList: Sendable, Equatable {
  /// Ids by protocol.
  public let items: [String: Set<String>]
  /// Where it stands, for messages.
  public let place: String

  public init(_ items: [String: Set<String>], place: String) {
    self.items = items
    self.place = place
  }

  public init(file path: String) throws(Diagnostic) {
    guard let text = String(validating: try FileSystem.bytes(of: path), as: UTF8.self) else {
      throw .notItems(path, "is not valid UTF-8")
    }
    var items: [String: Set<String>] = [:]
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.hasSuffix("\r") ? line.dropLast() : line
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let space = line.firstIndex(of: " "), line[..<space].contains("@"), !line[space...].dropFirst().isEmpty
      else {
        throw .notItems("\(path):\(number + 1)", "is no protocol and item")
      }
      let item = String(line[space...].dropFirst())
      guard items[String(line[..<space]), default: []].insert(item).inserted else {
        throw .notItems("\(path):\(number + 1)", "'\(item)' stands in an earlier line already")
      }
    }
    guard !items.isEmpty else { throw .notItems(path, "names no items") }
    self.init(items, place: path)
  }

  /// The text of such a file.
  public static func text(_ items: [(task: String, items: [String])], remark: String) -> String {
    "# \(remark)\n" + items.flatMap { entry in entry.items.map { "\(entry.task) \($0)\n" } }.joined()
  }

  /// Those of a protocol; throws where the list names none of it, or an item that is not among the given ones.
  func choose(_ all: [Item], of benchmark: Benchmark) throws(Diagnostic) -> [Item] {
    guard let wanted = items[benchmark.id] else {
      throw Diagnostic(
        place, "names no items of \(benchmark.id)",
        expected: "items of each task that is asked; --tasks names the tasks",
        status: .wrongUsage)
    }
    let known = Set(all.map(\.id))
    guard let stranger = wanted.subtracting(known).min() else { return all.filter { wanted.contains($0.id) } }
    throw Diagnostic(
      place, "\(benchmark.id) has no item '\(stranger)'", expected: "ids of the data's items", status: .wrongUsage)
  }

  /// SHA-256 over the items of a protocol: what was chosen is part of what a run is.
  func digest(of benchmark: Benchmark) -> String {
    SHA256.hexadecimal(of: (items[benchmark.id] ?? []).sorted().map { JSON.string($0).text() + "\n" }.joined())
  }
}

extension Diagnostic {
  fileprivate static func notItems(_ place: String, _ problem: String) -> Diagnostic {
    Diagnostic(
      place, problem,
      expected: "lines with a protocol, a space and an item's id: arc_challenge@lm-eval Mercury_7175875",
      status: .wrongUsage)
  }
}
