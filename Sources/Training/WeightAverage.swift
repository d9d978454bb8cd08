public import Tensors

/// An average of what the parameters were on the way, which becomes the result: training itself does not see it.
///
/// Deviation: of an adapter the factors are averaged, each by itself; their product's average is of a higher rank.
public final class WeightAverage {
  /// Which average, and of what.
  public struct Settings: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
      case none
      /// After each update decay times the average and the rest of the parameters (Tarvainen and Valpola, arXiv:1703.01780, section 2).
      case ema
      /// The mean of the last states that were kept (latest weight averaging; Kaddour, arXiv:2209.14981, section 3).
      case lawa
    }

    public var kind = Kind.none
    public var decay = 0.99
    /// States that are kept.
    public var window = 5
    /// Updates between them.
    public var every = 10

    public init() {}

    /// Copies of the parameters that are held.
    public var copies: Int {
      switch kind {
      case .none: 0
      case .ema: 1
      case .lawa: window
      }
    }
  }

  private let settings: Settings
  private let parameters: [Parameter]
  /// One of each parameter.
  private let copies: [[FloatBuffer]]

  /// nil where there is nothing to average.
  init?(_ settings: Settings, of parameters: [Parameter]) {
    guard settings.kind != .none else { return nil }
    self.settings = settings
    self.parameters = parameters
    copies = (0..<settings.copies).map { _ in
      parameters.map { own in
        let copy = FloatBuffer(count: own.values.count)
        copy.base.update(repeating: 0, count: copy.count)
        return copy
      }
    }
  }

  /// After an update, counted from 1.
  func observe(_ update: Int, on pool: ThreadPool) {
    let isFirst = update == 1
    let slot = settings.kind == .ema ? 0 : (update / settings.every - 1) % settings.window
    if settings.kind == .lawa, update % settings.every != 0 { return }
    for (own, copy) in zip(parameters, copies[slot]) {
      guard settings.kind == .ema, !isFirst else {
        copy.base.update(from: own.values.base, count: copy.count)
        continue
      }
      pool.scale(copy.base, by: Float(settings.decay), count: copy.count)
      pool.add(own.values.base, times: Float(1 - settings.decay), to: copy.base, count: copy.count)
    }
  }

  /// The parameters become their average; they stay where nothing was kept yet.
  public func apply(after updates: Int, on pool: ThreadPool) {
    let count = settings.kind == .ema ? min(1, updates) : min(settings.window, updates / settings.every)
    guard count > 0 else { return }
    for (index, own) in parameters.enumerated() {
      own.values.base.update(repeating: 0, count: own.values.count)
      for slot in 0..<count {
        pool.add(copies[slot][index].base, times: 1 / Float(count), to: own.values.base, count: own.values.count)
      }
    }
  }

  /// What a state must have to go on.
  var tensors: [ParameterFile.Tensor] {
    copies.enumerated().flatMap { slot, copies in
      zip(parameters, copies).map { own, copy in
        ParameterFile.Tensor(name: "average.\(slot)/\(own.name)", shape: own.shape, buffer: copy)
      }
    }
  }
}
