import Configuration
import Evaluation
public import Files

extension GateReport {
  /// All that is known, for other programs.
  public var json: JSON {
    [
      "verdict": .string(verdict.rawValue), "exit_code": .integer(Int(status.rawValue)),
      "identical": .bool(isIdentical),
      "headline": .string(headline), "reference": reference.facts, "candidate": candidate.facts,
      "policy": GatePolicy.keys.values(of: policy), "notes": .array(notes.map { .string($0) }),
      "warnings": .array(warnings.map { .string($0) }), "comparisons": .array(comparisons.map(\.json)),
      "flips": .array(
        flips.map {
          [
            "task": .string($0.task), "metric": .string($0.metric), "item": .string($0.item),
            "flip": $0.isLost ? "lost" : "gained",
          ]
        }),
      "flaky": .array(
        flakiness.map {
          [
            "task": .string($0.task), "metric": .string($0.metric), "run": $0.isCandidate ? "candidate" : "reference",
            "items": .integer($0.items),
            "samples": .integer($0.samples), "flaky": .integer($0.flaky),
            "sampling_error": $0.samplingError.map { .number($0) } ?? .null,
          ]
        }),
    ]
  }
}

extension GateReport {
  /// Why nothing was compared.
  public static func json(of error: Diagnostic) -> JSON {
    [
      "verdict": "not-compared", "exit_code": .integer(Int(error.status.rawValue)),
      "error": [
        "where": .string(error.place), "what": .string(error.problem), "expected": .string(error.expectation),
      ],
    ]
  }

  /// What the reports begin with: files that begin so are a gate's own.
  public static let beginnings = [JUnitReport.opening, MarkdownReport.title, "{\n  \"verdict\": "]
}

extension MetricComparison {
  var json: JSON {
    var json: JSONObject = [
      "task": .string(task), "metric": .string(metric), "kind": .string(kind.rawValue), "gated": .bool(isGated),
      "verdict": .string(verdict.rawValue), "items": .integer(items), "units": .integer(units),
      "reference": .number(reference), "candidate": .number(candidate), "difference": .number(difference),
      "unchanged": .bool(isUnchanged),
      "standard_error": standardError.map { .number($0) } ?? .null,
      "interval_95": interval.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? .null,
      "test": .string(test), "p_worse": .number(worse), "p_two_sided": .number(twoSided),
      "p_adjusted": .number(adjusted),
      "margin": .number(margin), "largest_drop": largestDrop.map { .number($0) } ?? .null,
      "detectable_drop": detectable.map { .number($0) } ?? .null,
    ]
    if let split {
      json["both_right"] = .integer(split.bothRight)
      json["lost"] = .integer(split.lost)
      json["gained"] = .integer(split.gained)
      json["both_wrong"] = .integer(split.bothWrong)
      json["kappa"] = split.kappa.map { .number($0) } ?? .null
    }
    return .object(json)
  }
}

extension StoredRun {
  var facts: JSON {
    [
      "place": .string(place), "model": .string(model), "digest": .string(digest), "items": .integer(items),
      "assay": identity["assay"] ?? .null,
    ]
  }
}
