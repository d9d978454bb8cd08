import Glibc

/// The metrics of lm-evaluation-harness for ranked choices. Each expects one log-likelihood a choice; where
/// one of them is not a number the item cannot be scored.
extension ChoiceMetric {
  /// 1 when the most likely choice is a right one. The first of equally likely choices counts, as numpy's
  /// argmax has it. TruthfulQA's MC1 is this metric too: its right answer stands first.
  public static let acc = ChoiceMetric(name: "acc") { logLikelihoods, item in
    isRight(logLikelihoods, item)
  }

  /// As `acc`, with each log-likelihood divided by the number of characters (Unicode code points) of its
  /// choice without the leading space.
  ///
  /// Deviation: a choice without characters is never chosen; the harness divides by zero there.
  public static let accNorm = ChoiceMetric(name: "acc_norm") { logLikelihoods, item in
    let normalized = zip(logLikelihoods, item.choices).map { sum, choice in
      let length = choice.unicodeScalars.count - (choice.unicodeScalars.first == " " ? 1 : 0)
      return length > 0 ? sum / Double(length) : (sum.isNaN ? sum : -.infinity)
    }
    return isRight(normalized, item)
  }

  /// The share of the right choices in the probability of all choices (TruthfulQA's MC2).
  /// - Parameter name: lm-evaluation-harness has it as `acc` of its task truthfulqa_mc2.
  ///
  /// Deviation: computed from differences to the largest log-likelihood, so that it is exact where the
  /// harness's own sum of exponentials underflows and gives NaN. All choices impossible: not scored.
  public static func mc2(named name: String = "mc2") -> ChoiceMetric {
    ChoiceMetric(name: name) { logLikelihoods, item in
      guard areNumbers(logLikelihoods, item), let largest = logLikelihoods.max(), largest.isFinite else {
        return nil
      }
      let shares = logLikelihoods.map { exp($0 - largest) }
      let right = item.gold.reduce(0) { $0 + shares[$1] }
      return right / shares.reduce(0, +)
    }
  }

  /// The log-likelihood of the likeliest right choice, in nats per byte of its UTF-8: minus the loss on what is right.
  public static let goldPerByte = ChoiceMetric(name: "gold_per_byte") { logLikelihoods, item in
    guard areNumbers(logLikelihoods, item) else { return nil }
    let values = item.gold.filter { !item.choices[$0].isEmpty }
      .map { logLikelihoods[$0] / Double(item.choices[$0].utf8.count) }
    return values.max().flatMap { $0.isFinite ? $0 : nil }
  }

  /// The logarithm, in nats, of the share that `mc2` is: a smoother measure than how often the best choice is right, by which
  /// small differences between models show on few items.
  public static let logShare = ChoiceMetric(name: "log_share") { logLikelihoods, item in
    guard areNumbers(logLikelihoods, item), let largest = logLikelihoods.max(), largest.isFinite else { return nil }
    func total(_ values: [Double]) -> Double? {
      guard let most = values.max(), most.isFinite else { return nil }
      return most + log(values.reduce(0) { $0 + exp($1 - most) })
    }
    guard let right = total(item.gold.map { logLikelihoods[$0] }), let all = total(logLikelihoods) else { return nil }
    return right - all
  }

  private static func isRight(_ values: [Double], _ item: Item) -> Double? {
    guard areNumbers(values, item), let best = values.firstIndexOfMaximum else { return nil }
    return item.gold.contains(best) ? 1 : 0
  }

  private static func areNumbers(_ values: [Double], _ item: Item) -> Bool {
    precondition(values.count == item.choices.count, "one log-likelihood for each choice")
    return !values.contains(where: \.isNaN)
  }
}

extension [Double] {
  fileprivate var firstIndexOfMaximum: Int? {
    indices.reduce(nil) { best, index in
      guard let best, self[index] <= self[best] else { return index }
      return best
    }
  }
}
