public import Files

/// A record of a corpus's files that nothing is learned from.
public struct LeftOutRecord: Sendable, Equatable {
  /// What messages call it: `file:line`.
  public var name: String
  /// Why, in words that all records of that kind share.
  public var reason: String

  public init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}

/// What becomes of records that cannot be read.
public enum BadRecords: String, Sendable, CaseIterable {
  /// Dialogues of a form that cannot be learned are left out and counted; whatever else is wrong stops the job.
  case auto
  /// Every one stops the job.
  case refuse
  /// Every one is left out and counted, lines that are not JSON, too.
  case skip

  /// What the key of configurations means.
  public static let help =
    "auto: dialogues that cannot be learned (a tool's turns, two questions in a row, no text, …) are left out and counted, and what "
    + "cannot be read stops; refuse: both stop; skip: both are left out and counted"
}

extension [LeftOutRecord] {
  private var byReason: [(reason: String, names: [String])] {
    var order: [String] = [], names: [String: [String]] = [:]
    for record in self {
      if names[record.reason] == nil { order.append(record.reason) }
      names[record.reason, default: []].append(record.name)
    }
    return order.map { ($0, names[$0] ?? []) }
  }

  /// A line a reason, each with the count and the first places; empty where nothing was left out.
  public var words: String {
    guard !isEmpty else { return "" }
    return "\(count) \(count == 1 ? "record was" : "records were") left out, as on_bad_record says:\n"
      + byReason.map { reason, names in
        "  \(names.count): \(reason) (\(names.prefix(5).joined(separator: ", "))\(names.count > 5 ? ", …" : ""))\n"
      }.joined()
  }

  /// For results: each reason with its count and the first thousand places.
  public var json: JSON {
    .array(
      byReason.map { reason, names in
        [
          "reason": .string(reason), "records": .integer(names.count),
          "places": .array(names.prefix(1000).map { .string($0) }),
        ]
      })
  }
}
