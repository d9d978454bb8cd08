import Glibc

/// The losses of a training run as a picture: every update thin, a running mean bold, validations as dots.
public struct LossCurve: Sendable {
  private let title: String
  private let losses: [(update: Int, loss: Double)]
  private let validations: [(update: Int, loss: Double)]

  public init(title: String, losses: [(Int, Double)], validations: [(Int, Double)] = []) {
    self.title = title
    self.losses = losses.filter { $0.1.isFinite }.map { (update: $0.0, loss: $0.1) }
    self.validations = validations.filter { $0.1.isFinite }.map { (update: $0.0, loss: $0.1) }
  }

  private static let width = 720.0, height = 400.0
  private static let left = 64.0, right = 16.0, top = 40.0, bottom = 48.0

  public var svg: String {
    let all = losses.map(\.loss) + validations.map(\.loss)
    let low = all.min() ?? 0, high = max(all.max() ?? 1, low + 1e-9), last = Double(max(losses.last?.update ?? 1, 2))
    let ticks = Self.ticks(from: low, to: high)
    let bottomValue = min(low, ticks.first ?? low), topValue = max(high, ticks.last ?? high)
    func x(_ update: Int) -> Double {
      Self.left + (Double(update) - 1) / (last - 1) * (Self.width - Self.left - Self.right)
    }
    func y(_ loss: Double) -> Double {
      Self.top + (topValue - loss) / (topValue - bottomValue) * (Self.height - Self.top - Self.bottom)
    }
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" \
      font-family="sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="white"/>
      <text x="\(Self.left)" y="24" font-size="14">\(Self.escaped(title))</text>

      """
    for tick in ticks {
      text += """
        <line x1="\(Self.left)" x2="\(Self.width - Self.right)" y1="\(Self.short(y(tick)))" \
        y2="\(Self.short(y(tick)))" stroke="#ddd"/>
        <text x="\(Self.left - 8)" y="\(Self.short(y(tick) + 4))" text-anchor="end">\(Self.label(tick))</text>

        """
    }
    for tick in Self.ticks(from: 1, to: last) where tick >= 1 && tick <= last {
      text += """
        <text x="\(Self.short(x(Int(tick))))" y="\(Self.height - Self.bottom + 18)" \
        text-anchor="middle">\(Self.label(tick))</text>

        """
    }
    text += """
      <text x="\(Self.width / 2)" y="\(Self.height - 10)" text-anchor="middle">update</text>
      <text x="16" y="\(Self.height / 2)" text-anchor="middle" \
      transform="rotate(-90 16 \(Self.height / 2))">loss, nats a token</text>
      \(Self.line(losses.map { (x($0.update), y($0.loss)) }, "#9ecae1", 1))
      \(Self.line(runningMean.map { (x($0.update), y($0.loss)) }, "#08519c", 2))

      """
    for point in validations {
      text +=
        "<circle cx=\"\(Self.short(x(point.update)))\" cy=\"\(Self.short(y(point.loss)))\" r=\"4\" fill=\"#d94801\"/>\n"
    }
    if !validations.isEmpty {
      text += "<text x=\"\(Self.width - Self.right)\" y=\"24\" text-anchor=\"end\" fill=\"#d94801\">validation</text>\n"
    }
    return text + "</svg>\n"
  }

  /// Over a fiftieth of the run.
  private var runningMean: [(update: Int, loss: Double)] {
    let decay = 1 - 1 / max(1, Double(losses.count) / 50)
    var mean = losses.first?.loss ?? 0
    return losses.map { point in
      mean = decay * mean + (1 - decay) * point.loss
      return (point.update, mean)
    }
  }

  /// Round numbers, four to nine of them.
  private static func ticks(from low: Double, to high: Double) -> [Double] {
    let span = max(high - low, 1e-9), magnitude = pow(10, floor(log10(span)))
    let step = [0.1, 0.2, 0.5, 1, 2].map { $0 * magnitude }.first { span / $0 <= 8 } ?? magnitude
    return Array(stride(from: (low / step).rounded(.down) * step, through: high + step * 0.999, by: step))
  }

  private static func line(_ points: [(Double, Double)], _ colour: String, _ width: Int) -> String {
    let text = points.map { "\(short($0.0)),\(short($0.1))" }.joined(separator: " ")
    return "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(width)\" points=\"\(text)\"/>"
  }

  private static func short(_ number: Double) -> String { label((number * 10).rounded() / 10) }

  private static func label(_ number: Double) -> String {
    let rounded = (number * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : "\(rounded)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
