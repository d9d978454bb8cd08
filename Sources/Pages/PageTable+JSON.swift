import Files

extension PageTable {
  /// As leaderboard.js reads it.
  var json: JSON {
    [
      "caption": .string(caption),
      "columns": .array(columns.map { ["label": .string($0.label), "note": .string($0.note)] }),
      "rows": .array(rows.map(\.json)),
      "groups": .array(groups.map { .array($0.map { .integer($0) }) }),
      "notes": .array(notes.map { .string($0) }),
    ]
  }
}

extension PageTable.Row {
  fileprivate var json: JSON {
    [
      "name": .string(name), "group": .string(group), "run": run.map { .integer($0) } ?? .null,
      "origin": .string(origin), "cells": .array(cells.map { $0?.json ?? .null }),
    ]
  }
}

extension PageTable.Cell {
  fileprivate var json: JSON {
    [
      .number(value), interval.map { .number($0.lowerBound) } ?? .null,
      interval.map { .number($0.upperBound) } ?? .null, rank == .other ? .null : .string(rank.rawValue),
      .bool(isLikeBest), .string(note),
    ]
  }
}
