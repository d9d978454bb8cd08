import Datasets
import Files

/// What was written while a model was trained: losses, and what it could do meanwhile.
public struct TrainingCurves: Sendable {
  /// Where `probe.jsonl` and `log.jsonl` lie.
  public let folder: String
  /// By task and metric, in the order of the file.
  public private(set) var probes: [Probe] = []
  /// Nats a token, of each update and of validations.
  public private(set) var losses: [(update: Double, loss: Double)] = []
  public private(set) var validations: [(update: Double, loss: Double)] = []
  /// Lines that could not be read, such as a torn last one.
  public private(set) var skipped = 0

  public struct Probe: Sendable {
    public var task: String
    public var metric: String
    public var points: [(update: Double, value: Double, standardError: Double?, items: Int?)]

    /// `race, acc`.
    public var name: String { [task, metric].filter { !$0.isEmpty }.joined(separator: ", ") }
  }

  public static let probeName = "probe.jsonl"

  /// Those in a model's folder, or above it where a training put the model into its own; nil of models that nobody trained here.
  public init?(beside folder: String) {
    for place in [folder, FileSystem.directory(of: folder)] {
      let curves = TrainingCurves(in: place)
      if !curves.isEmpty {
        self = curves
        return
      }
    }
    return nil
  }

  public init(in folder: String) {
    self.folder = folder
    for record in records(Self.probeName) {
      guard let update = record["update"]?.number, let value = record["value"]?.number else {
        skipped += 1
        continue
      }
      let point = (update, value, record["standard_error"]?.number, record["items"]?.integer)
      let task = record["task"]?.string ?? "", metric = record["metric"]?.string ?? ""
      if let place = probes.firstIndex(where: { $0.task == task && $0.metric == metric }) {
        probes[place].points.append(point)
      } else {
        probes.append(Probe(task: task, metric: metric, points: [point]))
      }
    }
    for record in records("log.jsonl") {
      guard let update = record["update"]?.number else { continue }
      if let loss = record["loss"]?.number { losses.append((update, loss)) }
      if let loss = record["validation_loss"]?.number { validations.append((update, loss)) }
    }
  }

  public var isEmpty: Bool { probes.isEmpty && losses.isEmpty && validations.isEmpty }

  private mutating func records(_ name: String) -> [JSON] {
    let path = folder + "/" + name
    guard FileSystem.exists(path), let bytes = try? FileSystem.bytes(of: path) else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let record = line.withUnsafeBytes { try? JSON(parsing: $0) }
      if record == nil { skipped += 1 }
      return record
    }
  }
}
