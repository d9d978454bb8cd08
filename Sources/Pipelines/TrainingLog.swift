public import Files
import Reporting
public import Training

/// `log.jsonl`: a line an update. From it `log.csv` and `loss.svg` are drawn.
public final class TrainingLog {
  public struct Line: Sendable, Equatable {
    public var update: Int
    public var loss: Double
    public var rate: Double
    public var gradientNorm: Double
    public var tokens: Int
    public var labels: Int
    /// Of this update alone.
    public var seconds: Double
    public var validation: Double?
  }

  public private(set) var lines: [Line] = []
  private let folder: String
  private var file: AppendOnlyFile

  private var path: String { folder + "/log.jsonl" }

  /// Opens the log of a run; lines behind `updates` are of updates that are made again, and go.
  public init(folder: String, updates: Int) throws(Diagnostic) {
    self.folder = folder
    let path = folder + "/log.jsonl"
    if updates > 0, FileSystem.exists(path) {
      let text = String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
      for line in text.split(separator: "\n") {
        guard let json = try? JSON(parsing: String(line)), let line = Line(json), line.update <= updates else {
          continue
        }
        lines.append(line)
      }
    }
    var replacement = try FileReplacement(of: path)
    for line in lines { try replacement.append(line.json.text() + "\n") }
    try replacement.commit()
    file = try AppendOnlyFile(path)
  }

  public func append(_ step: Trainer.Step, seconds: Double, validation: Double?) throws(Diagnostic) {
    let line = Line(
      update: step.update, loss: step.loss, rate: step.rate, gradientNorm: step.gradientNorm, tokens: step.tokens,
      labels: step.labels, seconds: seconds, validation: validation)
    lines.append(line)
    try file.append(Array((line.json.text() + "\n").utf8))
  }

  /// Writes the table and the picture.
  public func draw(title: String) throws(Diagnostic) {
    var table = "update,loss,learning_rate,gradient_norm,tokens,labels,seconds,tokens_per_second,validation_loss\n"
    for line in lines {
      let speed = line.seconds > 0 ? "\(Double(line.tokens) / line.seconds)" : ""
      table +=
        "\(line.update),\(line.loss),\(line.rate),\(line.gradientNorm),\(line.tokens),\(line.labels),"
        + "\(line.seconds),\(speed),\(line.validation.map { "\($0)" } ?? "")\n"
    }
    try FileSystem.write(table, to: folder + "/log.csv")
    let curve = LossCurve(
      title: title, losses: lines.map { ($0.update, $0.loss) },
      validations: lines.compactMap { line in line.validation.map { (line.update, $0) } })
    try FileSystem.write(curve.svg, to: folder + "/loss.svg")
  }
}

extension TrainingLog.Line {
  var json: JSON {
    var object: JSONObject = [
      "update": .integer(update), "loss": .number(loss), "learning_rate": .number(rate),
      "gradient_norm": .number(gradientNorm), "tokens": .integer(tokens), "labels": .integer(labels),
      "seconds": .number(seconds),
    ]
    if seconds > 0 { object["tokens_per_second"] = .number(Double(tokens) / seconds) }
    if let validation { object["validation_loss"] = .number(validation) }
    return .object(object)
  }

  init?(_ json: JSON) {
    guard let update = json["update"]?.integer, let loss = json["loss"]?.number,
      let rate = json["learning_rate"]?.number, let norm = json["gradient_norm"]?.number,
      let tokens = json["tokens"]?.integer, let labels = json["labels"]?.integer,
      let seconds = json["seconds"]?.number
    else { return nil }
    self.init(
      update: update, loss: loss, rate: rate, gradientNorm: norm, tokens: tokens, labels: labels, seconds: seconds,
      validation: json["validation_loss"]?.number)
  }
}
