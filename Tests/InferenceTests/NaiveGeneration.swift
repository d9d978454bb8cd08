import Checkpoints
import Evaluation
import Tensors
import Testing
import Tokenization
import Transformers

@testable import Inference

/// The plain twin of `GenerationQueue`: one prompt alone, the whole sequence computed again for every token, the whole text decoded
/// again and searched from its beginning.
struct NaiveGeneration {
  let model: CausalLanguageModel
  var bos = BOSPolicy.on

  func completion(of request: GenerationRequest) throws -> (Completion, ids: [Int32]) {
    let tokenizer = model.tokenizer
    var prompt = try ContinuationEncoder(tokenizer, bos: bos).contextIDs(of: request.prompt)
    if request.prompt.isEmpty { prompt = [try #require(tokenizer.bosID)] }
    let all = prompt.count
    prompt = prompt.suffix(model.contextLength - (request.room == .wholeBudget ? request.maxTokens : 1))
    var ids: [Int32] = []
    var ending: Completion.Ending?
    while ending == nil {
      let token = try nextToken(prompt + ids, known: prompt.count, request.decoding, place: ids.count)
      if token == 2 {
        ending = .eos
        break
      }
      ids.append(token)
      if ids.count == request.maxTokens { ending = .budget }
      if ending == nil, prompt.count + ids.count == model.contextLength { ending = .context }
      let known = text(of: request, prompt, ids)
      if request.stops.contains(where: { !$0.isEmpty && contains($0, in: known) }) { ending = .stop }
    }
    var text = text(of: request, prompt, ids)
    for stop in request.stops where !stop.isEmpty { text = before(stop, in: text) }
    return (
      Completion(
        text: text, ending: ending ?? .budget, tokens: ids.count, contextTokens: all,
        truncatedTokens: all - prompt.count), ids
    )
  }

  private func nextToken(
    _ ids: [Int32], known: Int, _ decoding: GenerationRequest.Decoding, place: Int
  ) throws -> Int32 {
    let decoder = model.decoder
    let segment = KeyValueSegment(start: 0, capacity: ids.count, shape: decoder.keyValueShape, isTransient: true)
    // Where lengths are of two kinds, a sequence that becomes a long one is one from its beginning; else a token keeps its angles.
    let configuration = decoder.configuration
    let length = configuration.angleLength(configuration.lengthOfShort == nil ? known : ids.count)
    let part = PathExtension(path: [], segment: segment, firstRow: 0, rows: ids.count, length: length)
    let vocabulary = decoder.configuration.vocabularySize
    let logits = FloatBuffer(count: vocabulary)
    decoder.step(ids, [part], logitsOf: [Int32(ids.count - 1)], into: logits.base)
    let row = logits.array
    switch decoding {
    case .greedy: return Int32(row.firstIndex(of: row.max() ?? 0) ?? 0)
    case .sampled(let sampling):
      var sampler = TokenSampler()
      return try #require(row.withUnsafeBufferPointer { sampler.token(from: $0, sampling, place: place) })
    }
  }

  /// Of the new tokens: what decoding everything adds to decoding the prompt.
  private func text(of request: GenerationRequest, _ prompt: [Int32], _ ids: [Int32]) -> String {
    func plain(_ ids: [Int32]) -> [Int32] { ids.filter { !model.tokenizer.isSpecial($0) } }
    let decode = model.tokenizer.decode
    if request.spelling == .ownText || request.prompt.isEmpty { return decode(plain(ids)) }
    // A letter between them keeps the bytes of both apart.
    let letter = (0..<Int32(model.tokenizer.vocabularySize)).first { model.tokenizer.bytes(of: $0) == [0x61] } ?? 0
    var text = ""
    text.unicodeScalars.append(contentsOf: decode([letter] + plain(ids)).unicodeScalars.dropFirst())
    return text
  }

  private func contains(_ stop: String, in text: String) -> Bool { before(stop, in: text) != text }

  private func before(_ stop: String, in text: String) -> String {
    let stop = Array(stop.utf8), text = Array(text.utf8)
    for start in text.indices where text[start...].starts(with: stop) {
      return String(decoding: text[..<start], as: UTF8.self)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
