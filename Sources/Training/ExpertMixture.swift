import Checkpoints

/// What LoRA experts are like (LoRAMoE, arXiv:2312.09979), and how their use is balanced while they are trained.
///
/// The paper trains 6 experts of rank 4 with alpha 32 and balances them with delta and beta of 0.1; its released scripts have 8 experts and
/// switch the balance off.
public struct ExpertMixture: Sendable, Equatable {
  /// How a loss is made of the weighted importances Z of all samples and experts.
  public enum BalanceForm: String, Sendable, CaseIterable {
    /// Variance over mean, as the paper has it (section 3.3).
    case paper
    /// Unbiased variance over squared mean plus 1e-10, the coefficient of variation that the paper's code computes.
    case code
  }

  /// The most experts; an adapter's file has the same limit.
  public static let most = AdapterConfiguration.mostExperts

  public var experts = 6
  /// Of each expert.
  public var rank = 4
  public var alpha = 32.0
  /// Delta: importances of experts of a sample's own type count 1 + delta, of the other type 1 - delta; 0 balances all alike.
  public var balance = 0.1
  /// Beta: what the balancing loss is multiplied by; 0 leaves it out.
  public var balanceWeight = 0.1
  public var balanceForm = BalanceForm.paper

  public init() {}

  /// The type of an expert, as `task_type` names it: the first half is for knowledge of the world (1), the second for all else (0).
  func type(of expert: Int) -> Int { 2 * expert < experts ? 1 : 0 }
}
