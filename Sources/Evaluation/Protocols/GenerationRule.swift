/// What a protocol says about generating: where a completion ends, and what becomes of a prompt that is too long.
public struct GenerationRule: Sendable, Equatable {
  public var stops: [String]
  /// The most new tokens.
  public var mostTokens: Int
  public var room: GenerationRequest.Room

  public init(stops: [String], mostTokens: Int, room: GenerationRequest.Room = .wholeBudget) {
    self.stops = stops
    self.mostTokens = mostTokens
    self.room = room
  }
}
