public import Files
import Statistics

/// The analysis for programs: all of it, sets of errors without a limit.
extension ErrorAnalysis {
  /// How such a file begins, by which an earlier one is known.
  public static let beginning = "{\n  \"made_by\": \"assay analyze errors\""

  public var json: JSON {
    [
      "made_by": "assay analyze errors", "rows": .array(rows.map { $0.facts }), "against": .string(rows[against].name),
      "families": .array(
        families.map { family in
          ["parents": names(family.parents), "merges": names(family.merges), "controls": names(family.controls)]
        }),
      "tasks": .array(tasks.map { json(of: $0) }), "warnings": .array(warnings.map { .string($0) }),
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  private func names(_ places: [Int]) -> JSON { .array(places.map { .string(rows[$0].name) }) }

  private func json(of task: Task) -> JSON {
    [
      "title": .string(task.title), "protocol": .string(task.id), "metric": .string(task.metric),
      "items": .integer(task.items),
      "changes": .array(
        task.changes.map { change in
          let difference = change.difference
          return [
            "row": .string(rows[change.row].name), "kept": .integer(change.kept), "lost": .integer(change.lost),
            "gained": .integer(change.gained), "both_wrong": .integer(change.counts.bothWrong),
            "unscored": .integer(change.unscored), "difference": .number(difference.value),
            "interval_95": Self.range(difference.interval),
            "p": Self.number(difference.probability), "p_holm": Self.number(change.adjusted),
            "test": .string(difference.test), "kappa": Self.number(change.counts.kappa),
          ]
        }),
      "overlaps": .array(task.overlaps.map { $0.map { json(of: $0) } ?? .null }),
    ]
  }

  private func json(of overlap: ErrorOverlap) -> JSON {
    let names = overlap.parents.map { JSON.string(rows[$0].name) }
    return [
      "parents": .array(names), "items": .integer(overlap.items), "unscored": .integer(overlap.unscored),
      "errors": .array(overlap.errors.map { .integer($0) }), "missed_by_none": .integer(overlap.missedByNone),
      "regions": .array(
        overlap.regions.map { region in
          ["missed_by": .array(region.models.map { names[$0] }), "items": .integer(region.items)]
        }),
      "pairs": .array(
        overlap.pairs.map { pair in
          [
            "first": names[pair.first], "second": names[pair.second], "both_right": .integer(pair.counts.bothRight),
            "only_first": .integer(pair.counts.onlyFirst), "only_second": .integer(pair.counts.onlySecond),
            "both_wrong": .integer(pair.counts.bothWrong), "kappa": Self.number(pair.counts.kappa),
            "jaccard": Self.number(pair.counts.jaccard),
          ]
        }),
      "merges": .array(overlap.merges.map { json(of: $0) }),
    ]
  }

  private func json(of merge: ErrorOverlap.Merge) -> JSON {
    [
      "merge": .string(rows[merge.row].name), "by_wrong_parents": Self.bins(merge.bins),
      "controls": .array(
        merge.controls.map { control in
          [
            "row": .string(rows[control.row].name), "by_wrong_parents": Self.bins(control.bins),
            "disputed": Self.difference(control.disputed),
          ]
        }),
      "parent_left_out": merge.leftOut.map { leftOut in
        [
          "by_wrong_others": .array(leftOut.bins.map(Self.bin)),
          "disputed": leftOut.disputed.map(Self.bin) ?? .null,
        ]
      } ?? .null,
    ]
  }

  private static func bins(_ some: WrongParents) -> JSON {
    .array(
      some.bins.enumerated().map { wrong, bin in
        [
          "wrong": .integer(wrong), "items": .integer(bin.items), "right": .integer(bin.right),
          "share": number(bin.share), "interval_95": range(bin.interval),
        ]
      })
  }

  private static func bin(_ bin: LeftOutParent.Bin) -> JSON {
    [
      "cases": .integer(bin.cases), "merge_right": .integer(bin.merge), "parent_right": .integer(bin.parent),
      "difference": difference(bin.difference),
    ]
  }

  private static func difference(_ mean: RatioMean?) -> JSON {
    guard let mean else { return .null }
    return ["value": .number(mean.value), "interval_95": range(mean.interval), "units": .integer(mean.units)]
  }

  private static func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }

  private static func range(_ interval: ClosedRange<Double>?) -> JSON {
    interval.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? .null
  }
}
