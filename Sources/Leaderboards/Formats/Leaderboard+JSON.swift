import Configuration
public import Files

extension Leaderboard {
  /// All of it.
  public var json: JSON {
    let grid = LeaderboardGrid(self)
    let words = LeaderboardNotes.Words(
      best: "rank best", second: "rank second",
      marks: [
        .likeBest: "not_different_from_best", .different: "p_holm", .published: "published", .flawed: "flaw",
      ])
    return [
      "made_by": "assay report", "title": .string(configuration.title),
      "settings": ReportConfiguration.schema.keys.values(of: configuration),
      "rows": .array(rows.map { $0.facts }),
      "columns": .array(columns.map { column in json(of: column) }),
      "summaries": .array(
        summaries.map { summary in
          [
            "title": .string(summary.title), "definition": .string(summary.definition),
            "columns": .array(summary.members.map { .string(columns[$0].title) }), "cells": json(of: summary.cells),
          ]
        }),
      "details": .array(details.map(\.json)),
      "notes": .array(LeaderboardNotes(self, grid, words).lines.map { .string($0) }),
    ]
  }

  private func json(of column: LeaderboardColumn) -> JSON {
    [
      "title": .string(column.title), "task": .string(column.task), "protocol": .string(column.way.id),
      "version": column.way.version.map { .integer($0) } ?? .null, "metric": .string(column.metric),
      "bos": column.way.bos.map { .string($0) } ?? .null, "items": .integer(column.way.items),
      "chance": .number(column.chance), "cells": json(of: column.cells),
    ]
  }

  /// In the order of the rows.
  private func json(of cells: [Int: LeaderboardColumn.Cell]) -> JSON {
    .array(
      rows.indices.compactMap { place in
        cells[place].map { cell in
          var json: JSONObject = ["row": .string(rows[place].name)]
          for member in cell.json.object?.members ?? [] { json[member.key] = member.value }
          return .object(json)
        }
      })
  }
}

extension LeaderboardRow {
  var facts: JSON {
    [
      "name": .string(name), "group": .string(group), "origin": .string(origin.rawValue),
      "places": .array(places.map { .string($0) }),
      "model": [
        "path": .string(model.path), "adapters": .array(model.adapters.map { .string($0) }),
        "ensemble": .array(model.ensemble.map { .string($0) }),
      ],
      "digests": .array(digests.map { .string($0) }), "preset": preset.map { .string($0) } ?? .null,
      "miniatures": .bool(isMiniature), "warnings": .array(warnings.map { .string($0) }),
    ]
  }
}

extension LeaderboardColumn.Cell {
  var json: JSON {
    func range(_ interval: ClosedRange<Double>?) -> JSON {
      interval.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? .null
    }
    var json: JSONObject = [
      "value": .number(estimate.value), "interval": range(estimate.interval),
      "standard_error": estimate.standardError.map { .number($0) } ?? .null, "n": .integer(estimate.items),
      "units": .integer(estimate.units), "unscored": .integer(estimate.unscored), "rank": .string(rank.rawValue),
      "not_different_from_best": .bool(isLikeBest), "published": .bool(isPublished),
    ]
    if let flaw { json["flaw"] = .string(flaw) }
    if let difference {
      json["difference"] = [
        "value": .number(difference.value), "interval": range(difference.interval),
        "p": difference.probability.map { .number($0) } ?? .null, "p_holm": adjusted.map { .number($0) } ?? .null,
        "test": .string(difference.test),
      ]
    }
    return .object(json)
  }
}

extension LeaderboardDetail {
  var json: JSON {
    [
      "title": .string(title), "rows": .array(rows.map { .string($0) }),
      "parts": .array(
        parts.map { part in
          [
            "name": .string(part.name), "depth": .integer(part.depth),
            "values": .array(part.values.map { $0.map { .number($0) } ?? .null }),
          ]
        }),
    ]
  }
}
