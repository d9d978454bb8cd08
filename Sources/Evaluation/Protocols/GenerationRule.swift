/// What a protocol says about generating: where a completion ends, and what becomes of a prompt that is too long.
public struct GenerationRule: Sendable, Equatable {
  public var stops: [String]
  /// The most new tokens.
  public var maxTokens: Int
  public var room: GenerationRequest.Room

  public init(stops: [String], maxTokens: Int, room: GenerationRequest.Room = .wholeBudget) {
    self.stops = stops
    self.maxTokens = maxTokens
    self.room = room
  }
}
