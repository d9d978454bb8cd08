import Datasets
import Files

/// What was written while a run's model was trained: losses, and what it could do meanwhile.
enum PageCurves {
  /// Points of a line at most; of more, equally many are left out between two.
  static let mostPoints = 2000

  /// The curves beside a model's folder, or above it where a training put the model into its own; none of models that nobody trained here.
  static func json(of run: Int, named name: String, folder: String?) -> [JSON] {
    guard let folder else { return [] }
    for place in [folder, FileSystem.directory(of: folder)] {
      let curves = [probes(place, name), losses(place, name)].compactMap { $0 }
      if !curves.isEmpty {
        return curves.map { curve in
          var curve = curve
          curve["run"] = .integer(run)
          return .object(curve)
        }
      }
    }
    return []
  }

  private static func probes(_ folder: String, _ name: String) -> JSONObject? {
    var series: [(name: String, points: [(Double, Double)])] = []
    for record in records(folder + "/probe.jsonl") {
      guard let update = record["update"]?.number, let value = record["value"]?.number else { continue }
      let label = [record["task"]?.string, record["metric"]?.string].compactMap { $0 }.joined(separator: ", ")
      if let place = series.firstIndex(where: { $0.name == label }) {
        series[place].points.append((update, value))
      } else {
        series.append((label, [(update, value)]))
      }
    }
    return chart("\(name): scores while it was trained", "score", series)
  }

  private static func losses(_ folder: String, _ name: String) -> JSONObject? {
    var each: [(Double, Double)] = [], validation: [(Double, Double)] = []
    for record in records(folder + "/log.jsonl") {
      guard let update = record["update"]?.number else { continue }
      if let loss = record["loss"]?.number { each.append((update, loss)) }
      if let loss = record["validation_loss"]?.number { validation.append((update, loss)) }
    }
    return chart("\(name): loss", "loss, nats a token", [("each update", each), ("validation", validation)])
  }

  /// Lines of a log that can be read; one that cannot, such as a torn last one, is left out.
  private static func records(_ path: String) -> [JSON] {
    guard FileSystem.exists(path), let bytes = try? FileSystem.bytes(of: path) else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      line.withUnsafeBytes { try? JSON(parsing: $0) }
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
