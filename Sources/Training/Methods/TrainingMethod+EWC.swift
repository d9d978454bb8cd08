import Configuration
import Files
import Tensors

/// What elastic weight consolidation is told.
public struct EWCSettings: Sendable, Equatable {
  /// File of Fisher information of the base, as `assay estimate fisher` writes it.
  public var fisher = ""
  public var lambda = 1.0
  public var damping = 1e-3

  public init() {}
}

extension TrainingMethod {
  /// Elastic weight consolidation (Kirkpatrick and others, arXiv:1612.00796, equation 3): L + λ/2 Σ F (θ - θ*)², θ* the base's weights and
  /// F the diagonal of their Fisher information on text that the base was trained on.
  ///
  /// Of an adapter θ - θ* is the product s B A, whose numbers are penalized one by one: with G = λ F ⊙ (s B A) the gradient of B is
  /// s G Aᵀ and that of A is s Bᵀ G. Never the factors apart: at the start B is 0, so that A's own Fisher information is 0.
  /// Deviation: F is divided by its mean over all penalized weights, and `ewc.damping` is added, so that one λ means the same for
  /// different bases, and weights that the text never touched are held a little, too.
  static let ewc = TrainingMethod(
    "ewc", "elastic weight consolidation", source: "Kirkpatrick and others, arXiv:1612.00796, equation 3",
    keys: [
      ConfigurationKey(
        "ewc.fisher", "file of Fisher information of the base, as assay estimate fisher writes it", \.ewc.fisher, .path,
        changesResult: false),
      ConfigurationKey(
        "ewc.lambda", "factor of half the penalty, in nats; 0 is vanilla", \.ewc.lambda, .number(from: 0, upTo: 1e12)),
      ConfigurationKey(
        "ewc.damping", "added to the Fisher information, whose mean is 1", \.ewc.damping, .number(from: 0)),
    ],
    knowledge: .fisher(\.ewc.fisher), files: { $0.ewc.fisher.isEmpty ? [] : [$0.ewc.fisher] },
    check: { (c) throws(Diagnostic) in
      guard !c.ewc.fisher.isEmpty else {
        throw Diagnostic(
          c.written["ewc.fisher", "baseline"], "baseline: ewc without ewc.fisher",
          expected: "ewc.fisher: a file that 'assay estimate fisher' made of the base", status: .wrongUsage)
      }
      guard c.method == .lora else {
        throw Diagnostic(
          c.written["baseline", "method"],
          "baseline: ewc is of the product of an adapter's factors, and method: \(c.method.rawValue) has none",
          expected: "method: lora", status: .wrongUsage)
      }
    },
    open: { (subject) throws(Diagnostic) in
      guard case .adapter(let adapter, _) = subject.trained else { return .none }
      let settings = subject.configuration.ewc
      let fisher = try FisherFile(settings.fisher, of: adapter, in: subject.model, on: subject.pool)
      let penalty = EWCPenalty(adapter.factors, fisher, settings, threads: subject.pool.threads)
      var addition = TrainingAddition()
      addition.penalty = TrainingPenalty(addGradients: penalty.addGradients)
      addition.identity = [("fisher", try SHA256.known(ofFile: settings.fisher))]
      addition.bytes = penalty.bytes
      return addition
    })
}
