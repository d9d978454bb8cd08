public import Files
import Statistics

/// The analysis for programs.
extension TaxAnalysis {
  /// How such a file begins, by which an earlier one is known.
  public static let beginning = "{\n  \"made_by\": \"assay analyze tax\""

  public var json: JSON {
    [
      "made_by": "assay analyze tax",
      "groups": .array(
        groups.map { group in
          [
            "title": .string(group.title), "place": .string(group.place), "across": .string(group.across),
            "curves": .array(group.curves.map(Self.json)),
          ]
        }),
      "warnings": .array(warnings.map { .string($0) }), "notes": .array(notes.map { .string($0) }),
    ]
  }

  private static func json(of curve: TaxCurve) -> JSON {
    var json: JSONObject = [
      "task": .string(curve.task), "metric": .string(curve.metric),
      "points": .array(
        curve.points.map { point in
          [
            "x": .number(point.x), "value": .number(point.value), "standard_error": number(point.standardError),
            "items": point.items.map { .integer($0) } ?? .null,
          ]
        }),
    ]
    guard !curve.points.isEmpty else { return .object(json) }
    json["peak"] = .number(curve.points[curve.peak].x)
    json["last_less_peak"] = step(curve.tax, curve)
    json["last_less_first"] = step(curve.gain, curve)
    json["last_less_half"] = step(curve.second, curve)
    json["picking"] =
      curve.corrected.map { ["bias": .number($0.bias), "loss_without": .number($0.value)] } ?? .null
    json["bend"] =
      curve.change.map { change in
        [
          "at": .number(change.place), "slope_before": .number(change.before), "slope_after": .number(change.after),
          "p": .number(change.probability), "p_holm": number(curve.adjusted),
        ]
      } ?? .null
    return .object(json)
  }

  private static func step(_ step: TaxCurve.Step?, _ curve: TaxCurve) -> JSON {
    guard let step else { return .null }
    return [
      "from": .number(curve.points[step.earlier].x), "to": .number(curve.points[step.later].x),
      "value": .number(step.value),
      "interval_95": step.interval.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? .null,
      "paired": .bool(step.isPaired), "p": number(step.probability),
    ]
  }

  private static func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
}
