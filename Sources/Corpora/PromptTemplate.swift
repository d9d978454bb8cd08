public import Files

/// How a dialogue is written as text: pieces of prompt and response in turn, cut where BOS and EOS go.
public struct PromptTemplate: Sendable, Equatable {
  public struct Span: Sendable, Equatable {
    public var text: String
    /// Whether it is learned: the response.
    public var isResponse: Bool

    public init(_ text: String, isResponse: Bool = false) {
      self.text = text
      self.isResponse = isResponse
    }
  }

  public let name: String
  /// Of a turn with an input; nil where the instruction holds it, a line further.
  private let withInput: String?
  private let withoutInput: String
  /// Between the turns of one dialogue.
  private let between: String
  /// Behind the response and learned with it.
  private let closing: String
  private let system: String
  /// Whether every turn has BOS and EOS of its own.
  private let cutsTurns: Bool

  public static let alpaca = PromptTemplate(
    name: "alpaca",
    withInput: alpacaOpening(", paired with an input that provides further context")
      + "### Instruction:\n{instruction}\n\n### Input:\n{input}\n\n### Response:",
    withoutInput: alpacaOpening("") + "### Instruction:\n{instruction}\n\n### Response:", between: "\n\n",
    system: "{system}\n\n")

  /// The variant without an input only: an input follows its instruction.
  public static let alpacaWithoutInput = PromptTemplate(
    name: "alpaca-without-input", withInput: nil, withoutInput: alpaca.withoutInput, between: "\n\n",
    system: "{system}\n\n")

  public static let chatML = PromptTemplate(
    name: "chatml", withInput: nil, withoutInput: "<|im_start|>user\n{instruction}<|im_end|>\n<|im_start|>assistant\n",
    between: "\n", closing: "<|im_end|>", system: "<|im_start|>system\n{system}<|im_end|>\n")

  public static let llama2 = PromptTemplate(
    name: "llama-2", withInput: nil, withoutInput: "[INST] {system}{instruction} [/INST] ", between: "",
    system: "<<SYS>>\n{system}\n<</SYS>>\n\n", cutsTurns: true)

  public static let all = [alpaca, alpacaWithoutInput, chatML, llama2]

  /// Alpaca's first sentences, as its published recipe words them.
  private static func alpacaOpening(_ input: String) -> String {
    "Below is an instruction that describes a task\(input). "
      + "Write a response that appropriately completes the request.\n\n"
  }

  init(
    name: String, withInput: String?, withoutInput: String, between: String, closing: String = "",
    system: String = "", cutsTurns: Bool = false
  ) {
    self.name = name
    self.withInput = withInput
    self.withoutInput = withoutInput
    self.between = between
    self.closing = closing
    self.system = system
    self.cutsTurns = cutsTurns
  }

  /// A user's own: `prompt` holds `{instruction}`, and `{input}` if it can place it; `promptWithoutInput` is for turns that
  /// have none.
  public init(prompt: String, promptWithoutInput: String?, place: String) throws(Diagnostic) {
    for text in [prompt, promptWithoutInput ?? prompt] where !text.contains("{instruction}") {
      throw Diagnostic(place, "has no {instruction}", expected: "a prompt with {instruction}, and maybe {input}")
    }
    let takesInput = prompt.contains("{input}")
    self.init(
      name: "own", withInput: takesInput ? prompt : nil, withoutInput: promptWithoutInput ?? prompt,
      between: "\n\n")
  }

  /// The pieces of each sequence of tokens that the dialogue becomes: one, or one a turn.
  /// - Parameter separator: between prompt and response.
  public func spans(of dialogue: Dialogue, separator: String) -> [[Span]] {
    var sequences: [[Span]] = [[]]
    let system = dialogue.system.isEmpty ? "" : Self.fill(self.system, ["system": dialogue.system])
    let placesSystem = withoutInput.contains("{system}")
    for (index, turn) in dialogue.turns.enumerated() {
      if index > 0, cutsTurns { sequences.append([]) }
      var prompt = Self.fill(
        turn.input.isEmpty ? withoutInput : withInput ?? withoutInput,
        [
          "instruction": withInput == nil && !turn.input.isEmpty
            ? turn.instruction + "\n" + turn.input : turn.instruction,
          "input": turn.input, "system": index == 0 ? system : "",
        ])
      if index == 0, !placesSystem { prompt = system + prompt }
      if index > 0, !cutsTurns { prompt = between + prompt }
      sequences[sequences.count - 1] += [
        Span(prompt + separator), Span(turn.response + closing, isResponse: true),
      ]
    }
    return sequences
  }

  /// Puts values in the places of `{name}`, once each place: what a value holds is text.
  private static func fill(_ template: String, _ values: [String: String]) -> String {
    var result = "", rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...]
      if let close = rest.firstIndex(of: "}"), let value = values[String(rest[rest.index(after: open)..<close])] {
        result += value
        rest = rest[rest.index(after: close)...]
      } else {
        result += "{"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
