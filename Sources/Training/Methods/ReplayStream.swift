import Corpora
import Files
import Statistics

/// Blocks of text without end: all of them in an order drawn by the seed, then all in another one. Which of them an update has is a
/// function of how much of the corpus the updates before it had, so that the ratio holds over the run whatever an update rounds.
struct ReplayStream {
  private let blocks: TextBlocks
  private let settings: ReplaySettings
  private let seed: UInt64

  init(_ blocks: TextBlocks, _ settings: ReplaySettings, seed: UInt64) {
    (self.blocks, self.settings, self.seed) = (blocks, settings, seed)
  }

  var unit: ReplaySettings.Unit { settings.unit }

  /// What of the corpus the ratio counts.
  func amount(of samples: [TrainingSample]) -> Int {
    unit == .samples ? samples.count : samples.reduce(0) { $0 + $1.ids.count }
  }

  /// The sequences beside a batch, and the weight of their loss.
  /// - Parameters:
  ///   - before: what of the corpus the updates before this one had, samples or tokens.
  ///   - own: what this one has.
  func part(before: Int, own: Int) -> (samples: [TrainingSample], weight: Double) {
    func due(_ amount: Int) -> Int { Int(saturating: (settings.ratio * Double(amount)).rounded(.down)) }
    let first = due(before), last = due(before + own)
    let samples = (unit == .samples ? blocks(first..<last) : pieces(first..<last)).filter { $0.labelCount > 0 }
    guard !samples.isEmpty else { return ([], 0) }
    let replayed = amount(of: samples)
    return (samples, settings.weight ?? Double(replayed) / Double(replayed + own))
  }

  private func order(ofPass pass: Int) -> [Int] {
    KeyedRandom.permutation(
      KeyedRandom.key(seed, KeyedRandom.number(of: "replay"), UInt64(pass)), count: blocks.samples.count)
  }

  /// Blocks by their places in the stream.
  private func blocks(_ places: Range<Int>) -> [TrainingSample] {
    let count = blocks.samples.count
    var result: [TrainingSample] = [], place = places.lowerBound
    while place < places.upperBound {
      let pass = place / count, end = min(places.upperBound, (pass + 1) * count), order = order(ofPass: pass)
      result += (place..<end).map { blocks.samples[order[$0 - pass * count]] }
      place = end
    }
    return result
  }

  /// Tokens by their places in the stream: a block is cut where an update has had enough, and goes on in the next one.
  private func pieces(_ places: Range<Int>) -> [TrainingSample] {
    var result: [TrainingSample] = [], place = places.lowerBound
    while place < places.upperBound {
      let pass = place / blocks.tokens
      var start = pass * blocks.tokens
      for index in order(ofPass: pass) {
        let block = blocks.samples[index], end = start + block.ids.count
        defer { start = end }
        guard place < end else { continue }
        let cut = place - start..<min(end, places.upperBound) - start
        var piece = TrainingSample(
          name: block.name, ids: Array(block.ids[cut]), isLabel: Array(block.isLabel[cut]))
        piece.isLabel[0] = false
        result.append(piece)
        place = start + cut.upperBound
        if place == places.upperBound { break }
      }
    }
    return result
  }
}
