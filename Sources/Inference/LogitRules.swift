import Checkpoints
import Tensors

/// The rules of generation_config.json that change logits before a token is chosen, in float32 and in the order in which
/// transformers (5.24, `_get_logits_processor`) has them.
struct LogitRules {
  private let settings: GenerationSettings

  init(_ settings: GenerationSettings) { self.settings = settings }

  /// The logits under the rules, in `result`.
  func applied(
    to logits: UnsafeBufferPointer<Float>, _ prompt: GenerationPrompt, _ tokens: [Int32], in result: FloatBuffer
  ) -> UnsafeBufferPointer<Float> {
    let row = UnsafeMutableBufferPointer(start: result.base, count: logits.count)
    _ = row.update(fromContentsOf: logits)
    let known = prompt.ids + tokens
    penalize(row, known)
    for id in repeating(known) { suppress(id, row) }
    for word in settings.badWords where known.suffix(word.count - 1).elementsEqual(word.dropLast()) {
      suppress(word[word.count - 1], row)
    }
    if known.count < settings.leastLength && settings.leastNewTokens == 0 || tokens.count < settings.leastNewTokens {
      for id in settings.eosIDs { suppress(id, row) }
    }
    if let forced = settings.forcedSecond, known.count == 1 { force([forced], row) }
    if !settings.forcedLast.isEmpty, tokens.count + 1 == prompt.maxTokens { force(settings.forcedLast, row) }
    for id in settings.suppressed { suppress(id, row) }
    let first = settings.forcedSecond != nil && prompt.ids.count == 1 ? 1 : 0
    if tokens.count == first { for id in settings.suppressedFirst { suppress(id, row) } }
    return UnsafeBufferPointer(row)
  }

  private func penalize(_ row: UnsafeMutableBufferPointer<Float>, _ known: [Int32]) {
    let penalty = settings.repetitionPenalty
    guard penalty != 1 else { return }
    for id in Set(known) where row.indices.contains(Int(id)) {
      let logit = row[Int(id)]
      row[Int(id)] = logit < 0 ? logit * penalty : logit / penalty
    }
  }

  /// What would make the last tokens a sequence of `noRepeat` that was there before.
  private func repeating(_ known: [Int32]) -> [Int32] {
    let length = settings.noRepeat
    guard length > 0, known.count + 1 >= length else { return [] }
    let end = known.suffix(length - 1)
    return (length - 1..<max(known.count, length - 1)).compactMap { place in
      known[(place - length + 1)..<place].elementsEqual(end) ? known[place] : nil
    }
  }

  private func suppress(_ id: Int32, _ row: UnsafeMutableBufferPointer<Float>) {
    if row.indices.contains(Int(id)) { row[Int(id)] = -.infinity }
  }

  private func force(_ ids: [Int32], _ row: UnsafeMutableBufferPointer<Float>) {
    row.update(repeating: -.infinity)
    for id in ids where row.indices.contains(Int(id)) { row[Int(id)] = 0 }
  }
}
