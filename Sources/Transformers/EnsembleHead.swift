import Checkpoints
import Tensors

/// The output layers of several models, mixed, for some rows at a time.
final class EnsembleHead {
  private let members: [DecoderMember]
  private let mixing: EnsembleMixing
  private let pool: ThreadPool
  /// The norms of the scored rows, (K, rows, C), and how many rows there are.
  private var normed: FloatBuffer
  private var rows = 0
  private let width: Int
  private let vocabulary: Int

  /// Bytes of logits at a time.
  private static let budget = 64 << 20
  private lazy var piece = max(1, min(256, Self.budget / (4 * vocabulary * (members.count + 1))))
  /// (K, piece, V) and (piece, V)
  private lazy var logits = FloatBuffer(count: members.count * piece * vocabulary)
  private lazy var mixed = FloatBuffer(count: piece * vocabulary)

  init(_ members: [DecoderMember], mixing: EnsembleMixing, on pool: ThreadPool) {
    self.members = members
    self.mixing = mixing
    self.pool = pool
    width = members[0].weights.configuration.hiddenSize
    vocabulary = members[0].weights.head.rows
    normed = FloatBuffer(count: 0)
  }

  /// Takes what one member made of `count` scored rows, (count, C).
  func keep(_ norms: UnsafePointer<Float>, rows count: Int, member: Int) {
    if normed.count < members.count * count * width { normed = FloatBuffer(count: members.count * count * width) }
    rows = count
    let place = normed.base + member * count * width
    place.update(from: norms, count: count * width)
    pool.scale(place, by: members[member].weights.configuration.headScale, count: count * width)
  }

  /// One result for each target, whose rows count through the kept rows.
  func scores(_ targets: [ThreadPool.Target]) -> [ThreadPool.TokenScore] {
    var results = [ThreadPool.TokenScore](
      repeating: ThreadPool.TokenScore(logProbability: .nan, mostLikely: 0, greatest: .nan), count: targets.count)
    let order = targets.indices.sorted { targets[$0].row < targets[$1].row }
    var next = 0
    for first in stride(from: 0, to: rows, by: piece) {
      let end = min(rows, first + piece)
      var asked: [Int] = []
      while next < order.count, targets[order[next]].row < end {
        asked.append(order[next])
        next += 1
      }
      guard !asked.isEmpty else { continue }
      mix(first..<end, into: mixed.base)
      let scores = pool.scoreTokens(
        logits: mixed.base, rows: end - first, columns: vocabulary,
        targets: asked.map { ThreadPool.Target(row: targets[$0].row - Int32(first), id: targets[$0].id) })
      for (place, score) in zip(asked, scores) { results[place] = score }
    }
    return results
  }

  /// All mixed logits of the kept rows, (rows, V).
  func write(into result: UnsafeMutablePointer<Float>) {
    for first in stride(from: 0, to: rows, by: piece) {
      mix(first..<min(rows, first + piece), into: result + first * vocabulary)
    }
  }

  private func mix(_ range: Range<Int>, into result: UnsafeMutablePointer<Float>) {
    for (index, member) in members.enumerated() {
      pool.multiply(
        normed.base + (index * rows + range.lowerBound) * width, rows: range.count, by: member.weights.head,
        into: logits.base + index * range.count * vocabulary)
      pool.softCap(
        logits.base + index * range.count * vocabulary, member.weights.configuration.logitCap,
        count: range.count * vocabulary)
    }
    pool.mix(
      logits.base, members: members.count, rows: range.count, columns: vocabulary,
      probabilities: mixing == .probabilities, into: result)
  }
}
