/// What a person asked and what is to be answered.
public struct Dialogue: Sendable, Equatable {
  public struct Turn: Sendable, Equatable {
    public var instruction: String
    /// What the instruction is about, where the corpus keeps it apart; else empty.
    public var input: String
    public var response: String

    public init(instruction: String, input: String = "", response: String) {
      self.instruction = instruction
      self.input = input
      self.response = response
    }
  }

  /// Empty where there is none.
  public var system: String
  public var turns: [Turn]

  public init(system: String = "", turns: [Turn]) {
    self.system = system
    self.turns = turns
  }
}
