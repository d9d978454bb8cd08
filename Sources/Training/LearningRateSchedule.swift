import Glibc

/// The factor of the learning rate over the updates of a run, as Hugging Face's `get_*_schedule_with_warmup` have it: it
/// rises from 0 over the warm-up, so the first update of a warmed-up run changes no weight.
public struct LearningRateSchedule: Sendable, Equatable {
  public enum Shape: String, Sendable, CaseIterable {
    case cosine, linear, constant
  }

  public var shape: Shape
  /// In updates.
  public var warmUp: Int

  public init(_ shape: Shape = .cosine, warmUp: Int = 0) {
    self.shape = shape
    self.warmUp = warmUp
  }

  /// - Parameter update: from 0.
  /// - Parameter total: updates of the whole run.
  public func factor(at update: Int, of total: Int) -> Double {
    if update < warmUp { return Double(update) / Double(max(1, warmUp)) }
    let progress = Double(update - warmUp) / Double(max(1, total - warmUp))
    return switch shape {
    case .constant: 1
    case .linear: max(0, 1 - progress)
    case .cosine: max(0, 0.5 * (1 + cos(Double.pi * progress)))
    }
  }
}
