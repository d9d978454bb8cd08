import Files

/// One thing that was measured, beside what it is held against.
struct Figure {
  /// What a figure should reach, judged by its median.
  enum Goal {
    case valueAtLeast(Double), valueAtMost(Double), ratioAtLeast(Double)

    var text: String {
      switch self {
      case .valueAtLeast(let bound): "≥ \(Digits.text(bound))"
      case .valueAtMost(let bound): "≤ \(Digits.text(bound))"
      case .ratioAtLeast(let bound): "≥ \(Digits.text(bound)) of it"
      }
    }

    var json: JSON {
      switch self {
      case .valueAtLeast(let bound): ["of": "value", "at_least": .number(bound)]
      case .valueAtMost(let bound): ["of": "value", "at_most": .number(bound)]
      case .ratioAtLeast(let bound): ["of": "ratio", "at_least": .number(bound)]
      }
    }
  }

  var name: String
  var value: Spread
  var unit: String
  /// What the machine could do in the same minutes, and its name.
  var ceiling: (name: String, value: Spread)?
  var ratio: Spread?
  var goal: Goal?

  init(_ name: String, _ value: Spread, _ unit: String, goal: Goal? = nil) {
    self.name = name
    self.value = value
    self.unit = unit
    self.goal = goal
  }

  /// Rates that were taken in turns with their ceiling.
  init(_ name: String, _ turns: Interleaving, _ unit: String, ceiling: String, goal: Goal? = nil) {
    self.init(name, turns.work, unit, goal: goal)
    self.ceiling = (ceiling, turns.ceiling)
    ratio = turns.ratio
  }

  /// nil where there is no goal.
  var isMet: Bool? {
    switch goal {
    case .valueAtLeast(let bound): value.median >= bound
    case .valueAtMost(let bound): value.median <= bound
    case .ratioAtLeast(let bound): ratio.map { $0.median >= bound }
    case nil: nil
    }
  }

  /// The median that the goal is about.
  var judged: Double {
    if case .ratioAtLeast = goal, let ratio { return ratio.median }
    return value.median
  }

  var json: JSON {
    var object: JSONObject = ["name": .string(name), "unit": .string(unit), "value": value.json]
    if let ceiling {
      object["ceiling"] = ["name": .string(ceiling.name), "unit": .string(unit), "value": ceiling.value.json]
    }
    if let ratio { object["ratio"] = ratio.json }
    if let goal { object["goal"] = goal.json }
    if let isMet { object["met"] = .bool(isMet) }
    return .object(object)
  }
}

extension Spread {
  fileprivate var json: JSON {
    [
      "min": .number(minimum), "median": .number(median), "max": .number(maximum),
      "values": .array(values.map { .number($0) }),
    ]
  }
}
