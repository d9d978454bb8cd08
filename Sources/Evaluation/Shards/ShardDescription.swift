public import Files

/// What `run.json` in a shard's folder says besides: which shard it is, and what only who opened the model knows.
public struct ShardDescription: Sendable, Equatable {
  public var shard: Shard
  /// What people call the model.
  public var modelName: String
  /// Maximum number of tokens of a context, as the model says.
  public var contextLength: Int
  /// What the model's own configuration says.
  public var defaultBOS: BOSPolicy
  /// Tasks that were wanted and cannot be asked of this model.
  public var notAsked: [UnaskedTask]

  public init(
    _ shard: Shard, modelName: String, contextLength: Int, defaultBOS: BOSPolicy, notAsked: [UnaskedTask]
  ) {
    self.shard = shard
    self.modelName = modelName
    self.contextLength = contextLength
    self.defaultBOS = defaultBOS
    self.notAsked = notAsked
  }

  /// nil where something is missing.
  init?(_ json: JSON) {
    guard let number = json["number"]?.integer, let count = json["count"]?.integer,
      let shard = Shard(number: number, of: count), let name = json["model"]?.string,
      let contextLength = json["context_length"]?.integer,
      let bos = json["default_bos"]?.string.flatMap({ BOSPolicy(rawValue: $0) })
    else { return nil }
    self.init(shard, modelName: name, contextLength: contextLength, defaultBOS: bos, notAsked: [])
    for task in json["not_asked"]?.array ?? [] {
      guard let id = task["task"]?.string, let problem = task["reason"]?.string, let way = task["expected"]?.string
      else {
        return nil
      }
      notAsked.append(UnaskedTask(id, Diagnostic(id, problem, expected: way)))
    }
  }

  var json: JSON {
    [
      "number": .integer(shard.number), "count": .integer(shard.count), "model": .string(modelName),
      "context_length": .integer(contextLength), "default_bos": .string(defaultBOS.rawValue),
      "not_asked": .array(
        notAsked.map {
          ["task": .string($0.id), "reason": .string($0.reason.problem), "expected": .string($0.reason.expectation)]
        }),
    ]
  }
}
