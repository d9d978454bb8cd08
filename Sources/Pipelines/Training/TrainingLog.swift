import Datasets
public import Files
import Reporting
public import Training

/// `log.jsonl`: a line an update. From it `log.csv` and `loss.svg` are drawn.
public final class TrainingLog {
  public struct Line: Sendable, Equatable {
    /// Without its batch, which the file does not hold.
    public var step: Trainer.Step
    /// Of this update alone.
    public var seconds: Double
    public var validation: Double?
  }

  public private(set) var lines: [Line] = []
  /// Updates that were made and whose line is not there: the file was torn, and has been put in order.
  public private(set) var missing = 0
  private let folder: String
  private var file: AppendOnlyFile

  private var path: String { folder + "/log.jsonl" }

  /// Opens the log of a run; lines behind `updates` are of updates that are made again, and go.
  public init(folder: String, updates: Int) throws(Diagnostic) {
    self.folder = folder
    let path = folder + "/log.jsonl"
    if updates > 0, FileSystem.exists(path) {
      let file = DataFile(name: path, bytes: try FileSystem.bytes(of: path))
      for entry in try JSONLines.entries(of: file, format: "a line of assay train") {
        // What cannot be read, and what stands there again, is missing.
        guard let json = try? entry.value.get(), let line = Line(json), line.step.update <= updates,
          line.step.update > lines.last?.step.update ?? 0
        else { continue }
        lines.append(line)
      }
    }
    missing = updates - lines.count
    var replacement = try FileReplacement(of: path)
    for line in lines { try replacement.append(line.json.text() + "\n") }
    try replacement.commit()
    file = try AppendOnlyFile(path)
  }

  public func append(_ step: Trainer.Step, seconds: Double, validation: Double?) throws(Diagnostic) {
    var line = Line(step: step, seconds: seconds, validation: validation)
    line.step.batch = []
    lines.append(line)
    try file.append(Array((line.json.text() + "\n").utf8))
  }

  /// Writes the table and the picture.
  public func draw(title: String) throws(Diagnostic) {
    var table = "update,loss,learning_rate,gradient_norm,tokens,labels,seconds,tokens_per_second,validation_loss\n"
    for line in lines {
      let step = line.step, speed = line.tokensPerSecond.map { "\($0)" } ?? ""
      table +=
        "\(step.update),\(step.loss),\(step.rate),\(step.gradientNorm),\(step.tokens),\(step.labels),"
        + "\(line.seconds),\(speed),\(line.validation.map { "\($0)" } ?? "")\n"
    }
    try FileSystem.write(table, to: folder + "/log.csv")
    let curve = LossCurve(
      title: title, losses: lines.map { ($0.step.update, $0.step.loss) },
      validations: lines.compactMap { line in line.validation.map { (line.step.update, $0) } })
    try FileSystem.write(curve.svg, to: folder + "/loss.svg")
  }
}

extension TrainingLog.Line {
  var tokensPerSecond: Double? { seconds > 0 ? Double(step.tokens) / seconds : nil }

  var json: JSON {
    var object: JSONObject = [
      "update": .integer(step.update), "loss": .number(step.loss), "learning_rate": .number(step.rate),
      "gradient_norm": .number(step.gradientNorm), "tokens": .integer(step.tokens),
      "labels": .integer(step.labels), "seconds": .number(seconds),
    ]
    if let tokensPerSecond { object["tokens_per_second"] = .number(tokensPerSecond) }
    if let validation { object["validation_loss"] = .number(validation) }
    return .object(object)
  }

  init?(_ json: JSON) {
    guard let update = json["update"]?.integer, let loss = json["loss"]?.number,
      let rate = json["learning_rate"]?.number, let norm = json["gradient_norm"]?.number,
      let tokens = json["tokens"]?.integer, let labels = json["labels"]?.integer,
      let seconds = json["seconds"]?.number
    else { return nil }
    let step = Trainer.Step(
      update: update, loss: loss, rate: rate, gradientNorm: norm, tokens: tokens, labels: labels, batch: [])
    self.init(step: step, seconds: seconds, validation: json["validation_loss"]?.number)
  }
}
