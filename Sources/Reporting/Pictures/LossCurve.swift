/// The losses of a training run as a picture: every update thin, a running mean bold, validations as dots.
public struct LossCurve: Sendable {
  private let title: String
  private let losses: [(update: Int, loss: Double)]
  private let validations: [(update: Int, loss: Double)]

  public init(title: String, losses: [(Int, Double)], validations: [(Int, Double)] = []) {
    self.title = title
    self.losses = losses.filter { $0.1.isFinite }.map { (update: $0.0, loss: $0.1) }
    self.validations = validations.map { (update: $0.0, loss: $0.1) }
  }

  public var svg: String {
    var chart = LineChart(title: title, across: "update", upward: "loss, nats a token")
    chart.add(LineChart.Series("each update", losses.map { (Double($0.update), $0.loss) }, width: 1, colour: "#9ecae1"))
    chart.add(LineChart.Series("running mean", runningMean, colour: "#08519c"))
    if !validations.isEmpty {
      chart.add(
        LineChart.Series(
          "validation", validations.map { (Double($0.update), $0.loss) }, width: 0, hasDots: true, colour: "#d94801"))
    }
    return chart.svg
  }

  /// Over a fiftieth of the run.
  private var runningMean: [(Double, Double)] {
    let decay = 1 - 1 / max(1, Double(losses.count) / 50)
    var mean = losses.first?.loss ?? 0
    return losses.map { point in
      mean = decay * mean + (1 - decay) * point.loss
      return (Double(point.update), mean)
    }
  }
}
