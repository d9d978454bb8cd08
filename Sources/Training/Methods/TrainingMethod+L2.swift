import Configuration
import Files

/// What L2 regularization is told.
public struct L2Settings: Sendable, Equatable {
  public enum Mode: String, Sendable, CaseIterable {
    /// The distance to where training begins.
    case l2sp
    /// The factors of the adapter.
    case adapter
    /// AdamW's weight decay.
    case decoupled
    /// The weights themselves, the adapter's update included.
    case full
  }

  public var lambda = 1e-2
  public var mode = Mode.l2sp

  public init() {}
}

extension TrainingMethod {
  /// L2 regularization. The Disperse-Then-Merge paper (arXiv:2405.13432, section 5) names neither which norm nor its factor. `l2sp` is the
  /// distance to the starting point (Li and others, arXiv:1802.01483, section 3); `decoupled` is AdamW's (arXiv:1711.05101).
  /// Deviation: L2-SP also has a second factor for layers that the starting point lacks; there are none here.
  static let l2 = TrainingMethod(
    "l2", "L2 regularization", source: "Li and others, arXiv:1802.01483, section 3",
    keys: [
      ConfigurationKey(
        "l2.lambda", "factor of half the squared norm, in nats; 0 is vanilla", \.l2.lambda,
        .number(from: 0, upTo: 1e12)),
      ConfigurationKey(
        "l2.mode",
        "norm of what: l2sp, the distance to the start; adapter, its factors; decoupled, weight decay; full, the weights",
        \.l2.mode, .choice),
    ],
    check: { (c) throws(Diagnostic) in
      func wrong(_ problem: String, _ expected: String) -> Diagnostic {
        Diagnostic(c.written["l2.mode", "baseline"], problem, expected: expected, status: .wrongUsage)
      }
      switch c.l2.mode {
      case .l2sp where c.method == .loramoe, .full where c.method == .loramoe:
        throw wrong(
          "l2.mode: \(c.l2.mode.rawValue) is of an update of weights, and LoRA experts make none",
          "adapter or decoupled, or method: lora")
      case .adapter where c.method == .full:
        throw wrong("l2.mode: adapter, and all weights are trained", "l2sp, decoupled or full, or method: lora")
      case .l2sp where !c.fresh.members.isEmpty:
        throw wrong(
          "l2.mode: l2sp pulls to the base, and a fresh model has none", "decoupled or full, or model: a folder")
      case .decoupled where c.recipe.optimizer.weightDecay > 0:
        throw wrong("l2.mode: decoupled is weight_decay, which is set, too", "one of the two")
      default: break
      }
    },
    open: { (subject) throws(Diagnostic) in
      let settings = subject.configuration.l2
      var addition = TrainingAddition()
      if settings.mode == .decoupled { addition.weightDecay = settings.lambda }
      switch subject.trained {
      case .adapter(let adapter, let weights):
        addition.penalty = .l2(of: adapter, beside: weights, settings, on: subject.pool)
      case .model(let model):
        guard settings.mode != .decoupled else { break }
        (addition.penalty, addition.bytes) = TrainingPenalty.l2(of: model.parameters, settings)
      }
      return addition
    })
}
