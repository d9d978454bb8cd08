import Evaluation
import Statistics

/// Draws tokens from logits. The numbers are float64, computed with additions and multiplications in a fixed order, so a draw is
/// the same on every machine.
struct TokenSampler {
  private struct Candidate {
    var weight: Double
    var id: Int32

    /// The more likely first; the lower id of equals.
    func precedes(_ other: Candidate) -> Bool {
      weight > other.weight || weight == other.weight && id < other.id
    }
  }

  private var candidates: [Candidate] = []

  /// The id of the greatest logit, the lowest of equals; nil when they are no numbers.
  static func mostLikely(_ logits: UnsafeBufferPointer<Float>) -> Int32? {
    var best = 0
    var isNumber = true
    for (id, logit) in logits.enumerated() {
      isNumber = isNumber && !logit.isNaN
      if logit > logits[best] { best = id }
    }
    return isNumber && logits[best].isFinite ? Int32(best) : nil
  }

  /// Token `place` of the stream, counted from 0; nil when the logits are no numbers.
  mutating func token(
    from logits: UnsafeBufferPointer<Float>, _ sampling: Sampling, place: Int
  ) -> Int32? {
    var maximum = -Float.infinity
    for logit in logits where logit > maximum { maximum = logit }
    guard maximum.isFinite else { return nil }
    var total = 0.0
    candidates.removeAll(keepingCapacity: true)
    candidates.reserveCapacity(logits.count)
    for (id, logit) in logits.enumerated() {
      let weight = Self.exponential((Double(logit) - Double(maximum)) / sampling.temperature)
      total += weight
      candidates.append(Candidate(weight: weight, id: Int32(id)))
    }
    guard total.isFinite else { return nil }
    if let most = sampling.topK, most < candidates.count {
      keepMostLikely(max(1, most))
      total = candidates.reduce(0) { $0 + $1.weight }
    }
    if sampling.topP < 1 { total = keepMass(sampling.topP * total, of: total) }
    let drawn = Self.uniform(stream: sampling.stream, place: place) * total
    var sum = 0.0
    for candidate in candidates {
      sum += candidate.weight
      if sum > drawn { return candidate.id }
    }
    // Rounding can leave the draw behind the last sum.
    return candidates.last { $0.weight > 0 }?.id
  }

  private mutating func keepMostLikely(_ count: Int) {
    var kept: [Candidate] = []
    kept.reserveCapacity(count + 1)
    for candidate in candidates {
      if kept.count == count, !candidate.precedes(kept[count - 1]) { continue }
      var low = 0, high = kept.count
      while low < high {
        let middle = (low + high) / 2
        if kept[middle].precedes(candidate) { low = middle + 1 } else { high = middle }
      }
      kept.insert(candidate, at: low)
      if kept.count > count { kept.removeLast() }
    }
    candidates = kept
  }

  /// Keeps the fewest of the most likely that weigh `mass` together, and returns what they weigh.
  private mutating func keepMass(_ mass: Double, of total: Double) -> Double {
    // All below this together weigh less than what is left over, so they are never needed.
    let floor = (total - mass) / Double(candidates.count)
    var sorted = candidates.filter { $0.weight >= floor }
    sorted.sort { $0.precedes($1) }
    var sum = 0.0
    var count = 0
    while count < sorted.count, count == 0 || sum < mass {
      sum += sorted[count].weight
      count += 1
    }
    candidates = Array(sorted.prefix(count))
    return sum
  }

  /// A number in [0, 1) that depends on nothing but the two. Streams that are neighbours get keys that are not.
  static func uniform(stream: UInt64, place: Int) -> Double {
    KeyedRandom.uniform(KeyedRandom.word(stream, 0), place)
  }

  /// exp(x) for x <= 0 within 1e-15: 2^n times the Taylor polynomial of the rest, without the C library, whose last bit
  /// differs between machines.
  static func exponential(_ x: Double) -> Double {
    guard x > -708 else { return x.isNaN ? x : 0 }
    let shifted = x * 1.4426950408889634 + 6_755_399_441_055_744
    let n = shifted - 6_755_399_441_055_744
    let r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    var p = 1.0 / 6_227_020_800
    p = p * r + 1.0 / 479_001_600
    p = p * r + 1.0 / 39_916_800
    p = p * r + 1.0 / 3_628_800
    p = p * r + 1.0 / 362_880
    p = p * r + 1.0 / 40_320
    p = p * r + 1.0 / 5_040
    p = p * r + 1.0 / 720
    p = p * r + 1.0 / 120
    p = p * r + 1.0 / 24
    p = p * r + 1.0 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    return p * Double(bitPattern: UInt64(bitPattern: Int64(n) + 1023) << 52)
  }
}
