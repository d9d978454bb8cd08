import Files
import Reporting

/// What was written while a run's model was trained: losses, and what it could do meanwhile.
enum PageCurves {
  /// Points of a line at most; of more, equally many are left out between two.
  static let mostPoints = 2000

  /// The curves beside a model's folder, or above it where a training put the model into its own; none of models that nobody trained here.
  static func json(of run: Int, named name: String, folder: String?) -> [JSON] {
    guard let found = folder.flatMap(TrainingCurves.init(beside:)) else { return [] }
    let scores = chart(
      "\(name): scores while it was trained", "score",
      found.probes.map { probe in (probe.name, probe.points.map { ($0.update, $0.value) }) })
    let losses = chart(
      "\(name): loss", "loss, nats a token",
      [
        ("each update", found.losses.map { ($0.update, $0.loss) }),
        ("validation", found.validations.map { ($0.update, $0.loss) }),
      ])
    return [scores, losses].compactMap { $0 }.map { curve in
      var curve = curve
      curve["run"] = .integer(run)
      return .object(curve)
    }
  }

  private static func chart(
    _ title: String, _ upward: String, _ series: [(name: String, points: [(Double, Double)])]
  ) -> JSONObject? {
    let drawn = series.filter { !$0.points.isEmpty }
    guard !drawn.isEmpty else { return nil }
    return [
      "title": .string(title), "across": "update", "upward": .string(upward),
      "series": .array(
        drawn.map { one in
          let step = (one.points.count - 1) / mostPoints + 1
          let kept = one.points.enumerated().filter { $0.offset % step == 0 || $0.offset == one.points.count - 1 }
          return [
            "name": .string(one.name), "points": .array(kept.map { [.number($0.element.0), .number($0.element.1)] }),
          ]
        }),
    ]
  }
}
