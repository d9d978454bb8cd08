public import Files
import Reporting
public import Training

/// `log.jsonl`: a line an update, with a checksum each. From it `log.csv` and `loss.svg` are drawn. How long each took stands in
/// `timing.jsonl`.
public final class TrainingLog {
  public struct Line: Sendable, Equatable {
    /// Without its batch, which the file does not hold.
    public var step: Trainer.Step
    public var validation: Double?
  }

  public private(set) var lines: [Line] = []
  /// Updates that were made and whose line is not there, or is not what was written: the file was torn or changed, and has been put in
  /// order.
  public private(set) var missing = 0
  private let folder: String
  private var file: AppendOnlyFile

  private var path: String { folder + "/log.jsonl" }

  /// Opens the log of a run; lines behind `updates` are of updates that are made again, and go.
  public init(folder: String, updates: Int) throws(Diagnostic) {
    self.folder = folder
    let path = folder + "/log.jsonl"
    if updates > 0, FileSystem.exists(path) {
      let text = String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
      // What cannot be read, and what stands there again, is missing.
      for line in text.split(whereSeparator: \.isNewline) {
        guard let json = CheckedLine.json(String(line)), let line = Line(json), line.step.update <= updates,
          line.step.update > lines.last?.step.update ?? 0
        else { continue }
        lines.append(line)
      }
    }
    missing = updates - lines.count
    var replacement = try FileReplacement(of: path)
    for line in lines { try replacement.append(CheckedLine.text(line.json) + "\n") }
    try replacement.commit()
    file = try AppendOnlyFile(path)
  }

  public func append(_ step: Trainer.Step, validation: Double?) throws(Diagnostic) {
    var line = Line(step: step, validation: validation)
    line.step.batch = []
    lines.append(line)
    try file.append(Array((CheckedLine.text(line.json) + "\n").utf8))
  }

  /// Writes the table and the picture.
  public func draw(title: String) throws(Diagnostic) {
    let experts = lines.lazy.compactMap { $0.step.experts?.load.count }.max() ?? 0
    let measures = lines.first?.step.measures.map(\.name) ?? []
    var table = "update,loss,learning_rate,gradient_norm,tokens,labels,validation_loss"
    if experts > 0 { table += ",balance_loss" + (1...experts).map { ",load_\($0)" }.joined() }
    table += measures.map { ",\($0)" }.joined() + "\n"
    for line in lines {
      let step = line.step
      table +=
        "\(step.update),\(step.loss),\(step.rate),\(step.gradientNorm),\(step.tokens),\(step.labels),"
        + "\(line.validation.map { "\($0)" } ?? "")"
      if let use = step.experts { table += ",\(use.balanceLoss)" + use.load.map { ",\($0)" }.joined() }
      for name in measures { table += "," + (step.measures.first { $0.name == name }.map { "\($0.value)" } ?? "") }
      table += "\n"
    }
    try FileSystem.write(table, to: folder + "/log.csv")
    let curve = LossCurve(
      title: title, losses: lines.map { ($0.step.update, $0.step.loss) },
      validations: lines.compactMap { line in line.validation.map { (line.step.update, $0) } })
    try FileSystem.write(curve.svg, to: folder + "/loss.svg")
  }
}

extension TrainingLog.Line {
  var json: JSON {
    var object: JSONObject = [
      "update": .integer(step.update), "loss": .number(step.loss), "learning_rate": .number(step.rate),
      "gradient_norm": .number(step.gradientNorm), "tokens": .integer(step.tokens),
      "labels": .integer(step.labels),
    ]
    if let use = step.experts {
      object["balance_loss"] = .number(use.balanceLoss)
      object["expert_load"] = .array(use.load.map { .number($0) })
    }
    if let validation { object["validation_loss"] = .number(validation) }
    for measure in step.measures { object[measure.name] = .number(measure.value) }
    return .object(object)
  }

  /// Members that every line may have; numbers of other names are a method's.
  private static let usual: Set<String> = [
    "update", "loss", "learning_rate", "gradient_norm", "tokens", "labels", "validation_loss", "balance_loss",
  ]

  init?(_ json: JSON) {
    guard let update = json["update"]?.integer, let loss = json["loss"]?.number,
      let rate = json["learning_rate"]?.number, let norm = json["gradient_norm"]?.number,
      let tokens = json["tokens"]?.integer, let labels = json["labels"]?.integer,
      json["validation_loss"] == nil || json["validation_loss"]?.number != nil
    else { return nil }
    let measures = (json.object?.members ?? []).compactMap { member in
      Self.usual.contains(member.key) ? nil : member.value.number.map { Trainer.Step.Measure(member.key, $0) }
    }
    var step = Trainer.Step(
      update: update, loss: loss, rate: rate, gradientNorm: norm, tokens: tokens, labels: labels, batch: [],
      measures: measures)
    if let loss = json["balance_loss"]?.number, let load = json["expert_load"]?.array?.compactMap(\.number) {
      step.experts = ExpertUse(balanceLoss: loss, load: load)
    }
    self.init(step: step, validation: json["validation_loss"]?.number)
  }
}
