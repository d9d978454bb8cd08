import Evaluation
import Files
import Tensors
import Tokenization
import Transformers

/// A prompt that is computed, and its continuation so far.
///
/// The keys and values of the new tokens grow in segments of its own behind the prompt's. They can be given up and computed again:
/// the tokens are known, and their bits are the same.
final class RunningSequence {
  let prompt: GenerationPrompt
  /// New tokens, without the EOS.
  private(set) var tokens: [Int32] = []
  /// What ended it.
  private(set) var ending: Completion.Ending?
  /// The token that ended it by itself.
  private(set) var endToken: Int32?
  /// Tokens behind `shared` whose keys and values are there.
  private var fed = 0
  /// Tokens whose keys and values are the prompt's; 0 once the sequence has outgrown the angles that these are turned by.
  private var shared: Int
  private var promptPath: [KeyValueSegment]
  /// The length that decides by which angles a sequence of so many tokens is turned, and that of this one.
  private let lengthOf: (Int) -> Int
  private var length: Int
  /// Whether another length is one for the tokens that are there, too.
  private let isTurnedAgain: Bool
  /// The prompt's segments, then full ones of its own.
  private var path: [KeyValueSegment]
  /// Where the next rows go.
  private var segment: KeyValueSegment?
  private var text: TextStream
  private var stops: StopSearch

  /// `path` holds the whole prompt.
  init(
    _ prompt: GenerationPrompt, path: [KeyValueSegment], tokenizer: any Tokenizer,
    length: @escaping (Int) -> Int = { _ in 0 }, isTurnedAgain: Bool = false
  ) {
    self.prompt = prompt
    shared = prompt.ids.count
    lengthOf = length
    self.length = length(prompt.ids.count)
    self.isTurnedAgain = isTurnedAgain
    promptPath = path
    self.path = path
    text = TextStream(tokenizer, beginsText: prompt.beginsText)
    stops = StopSearch(prompt.stops)
  }

  /// Takes the next token; afterwards `ending` says whether it was the last one.
  func append(_ token: Int32, eos: Set<Int32>) {
    if eos.contains(token) {
      // One that is an ordinary token too leaves its text, as the harness decodes it.
      text.append(token)
      endToken = token
      return end(.eos)
    }
    tokens.append(token)
    text.append(token)
    if isTurnedAgain, lengthOf(prompt.ids.count + tokens.count) != length {
      length = lengthOf(prompt.ids.count + tokens.count)
      shared = 0
      promptPath = []
      shrink()
    }
    if stops.isHit(text.bytes) { return end(.stop) }
    if tokens.count == prompt.maxTokens { end(prompt.ending) }
  }

  private func end(_ ending: Completion.Ending) {
    text.finish()
    // What was held back until now may complete a stop.
    self.ending = stops.isHit(text.bytes) ? .stop : ending
    segment = nil
    path = []
  }

  /// Once it has ended.
  var completion: Completion {
    Completion(
      text: String(decoding: stops.cut(text.bytes), as: UTF8.self), ending: ending ?? .budget, tokens: tokens.count,
      contextTokens: prompt.contextTokens, truncatedTokens: prompt.truncated)
  }

  // MARK: - Keys and values

  /// Known tokens that are to be fed before the next one is known.
  var pending: ArraySlice<Int32> {
    shared > 0 ? tokens[fed...] : (prompt.ids + tokens)[fed...]
  }

  /// Positions of the segment that it needs before its next row; 0 when it has room. Segments double, so that a path has
  /// few of them and less than half of the memory lies idle.
  var neededCapacity: Int {
    if let segment, segment.count < segment.capacity { return 0 }
    // The last token is never fed.
    return min(max(pending.count, min(max(fed, 32), 256)), prompt.ids.count - shared + prompt.maxTokens - 1 - fed)
  }

  func grow(shape: KeyValueShape, ledger: KeyValueLedger) {
    if let segment { path.append(segment) }
    segment = KeyValueSegment(
      start: shared + fed, capacity: neededCapacity, shape: shape, isTransient: false, ledger: ledger)
  }

  /// Gives its own keys and values up.
  func shrink() {
    path = promptPath
    segment = nil
    fed = 0
  }

  /// Its part of a step: pending tokens, at most `rows`. nil when it has no segment.
  func extend(rows: Int, firstRow: Int) -> (part: PathExtension, tokens: ArraySlice<Int32>)? {
    guard let segment else { return nil }
    let pending = self.pending, count = min(pending.count, rows, segment.capacity - segment.count)
    let part = PathExtension(path: path, segment: segment, firstRow: firstRow, rows: count, length: length)
    defer { fed += count }
    return (part, pending.prefix(count))
  }
}
