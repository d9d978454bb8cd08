import Files
import Synchronization
import TestSupport

@testable import Servers

/// A server of one model that a test makes up: every letter is a token, and `qu` is one, and how likely it is follows from the text before it.
final class ScriptedServer: Sendable {
  /// What it does wrong.
  enum Fault: String, Sendable, CaseIterable {
    case none, ignoresEcho, noLogProbabilities, shiftedLeft, shiftedRight, constant, wrongOffsets, otherTokens
  }

  private let fault: Fault
  private let puts: Bool
  /// Answers that are spoiled before the first good one, by the number of the question.
  private let spoil: @Sendable (_ number: Int, JSON) -> LoopbackServer.Response?
  private let count = Mutex(0)
  private let started = Mutex<LoopbackServer?>(nil)

  /// - Parameter bos: whether a token stands in front.
  init(
    _ fault: Fault = .none, bos: Bool = true,
    spoil: @escaping @Sendable (_ number: Int, JSON) -> LoopbackServer.Response? = { _, _ in nil }
  ) throws {
    self.fault = fault
    puts = bos
    self.spoil = spoil
    let server = try LoopbackServer { [weak self] in self?.answer($0) ?? LoopbackServer.Response(status: 500) }
    started.withLock { $0 = server }
  }

  deinit { stop() }

  func stop() { started.withLock { $0?.stop() } }

  var url: String { started.withLock { $0?.url } ?? "" }
  var requests: [LoopbackServer.Request] { started.withLock { $0?.requests } ?? [] }

  /// A number between -8 and 0 that follows from a text and what comes next.
  static func logProbability(of next: Character, after text: String) -> Double {
    let hash = SHA256.hexadecimal(of: text + "\u{1}" + String(next)).prefix(8)
    return -8 * Double(UInt32(hash, radix: 16) ?? 0) / Double(UInt32.max)
  }

  private func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Response {
    if request.path == "/v1/models" {
      return Self.response(["data": [["id": "scripted", "max_model_len": 4096]]])
    }
    guard let json = request.body.withUnsafeBytes({ try? JSON(parsing: $0) }) else {
      return LoopbackServer.Response(status: 400)
    }
    let number = count.withLock { count in
      count += 1
      return count
    }
    if let spoiled = spoil(number, json) { return spoiled }
    if request.path == "/v1/chat/completions" {
      let content = json["messages"]?.array?.first?["content"]?.string ?? ""
      return Self.response([
        "choices": [["message": ["content": .string("heard " + content)], "finish_reason": "stop"]],
        "usage": ["prompt_tokens": .integer(content.count), "completion_tokens": 2],
      ])
    }
    guard let prompt = json["prompt"]?.string else { return LoopbackServer.Response(status: 400) }
    return Self.response(completion(prompt, json))
  }

  static func response(_ json: JSON) -> LoopbackServer.Response { LoopbackServer.Response(Array(json.text().utf8)) }

  private func completion(_ prompt: String, _ json: JSON) -> JSON {
    let most = json["max_tokens"]?.integer ?? 16, echoes = json["echo"]?.bool == true && fault != .ignoresEcho
    let new = String("and so on. STOP and more of it".prefix(most))
    var choice: JSONObject = [
      "text": .string((echoes ? prompt : "") + new), "finish_reason": most > 29 ? "stop" : "length",
    ]
    if json["logprobs"]?.integer != nil, fault != .noLogProbabilities {
      choice["logprobs"] = logProbabilities((echoes ? prompt : "") + new, isEcho: echoes)
    }
    let tokens = echoes ? texts(prompt).count : prompt.count
    return [
      "choices": [.object(choice)],
      "usage": ["prompt_tokens": .integer(tokens), "completion_tokens": .integer(new.count)],
    ]
  }

  private func texts(_ text: String) -> [String] {
    var texts = puts ? ["<s>"] : []
    for letter in text {
      // The one token of two letters.
      if letter == "u", texts.last == "q" { texts[texts.count - 1] = "qu" } else { texts.append(String(letter)) }
    }
    // Cut otherwise when it is longer.
    if fault == .otherTokens, text.count % 2 == 0, texts.count > 4 {
      texts[2] += texts[3]
      texts.remove(at: 3)
    }
    return texts
  }

  private func logProbabilities(_ text: String, isEcho: Bool) -> JSON {
    let texts = texts(text)
    var logs: [Double?] = [], offsets: [Int] = [], before = "", place = 0
    for (index, token) in texts.enumerated() {
      offsets.append(place)
      place += token.count
      if puts, index == 0 {
        logs.append(nil)
        continue
      }
      logs.append(
        index == 0 ? nil : token.last.map { Self.logProbability(of: $0, after: before + token.dropLast()) })
      before += token
    }
    switch fault {
    case .shiftedLeft: logs = Array(logs.dropFirst()) + [-1]
    case .shiftedRight: logs = [nil] + [-1] + Array(logs.dropFirst().dropLast())
    case .constant: logs = logs.map { $0.map { _ in -3 } }
    case .wrongOffsets: offsets = offsets.map { $0 + 1 }
    default: break
    }
    return [
      "tokens": .array(texts.map { .string($0) }), "text_offset": .array(offsets.map { .integer($0) }),
      "token_logprobs": .array(logs.map { $0.map { .number($0) } ?? .null }),
      "top_logprobs": .array(logs.map { $0.map { ["x": .number($0)] } ?? .null }),
    ]
  }
}
