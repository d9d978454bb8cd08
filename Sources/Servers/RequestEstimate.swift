public import Evaluation

/// What asking tasks takes, before it is asked: without the model's tokenizer in tokens of four characters each, an estimate.
public struct RequestEstimate: Sendable, Equatable {
  public private(set) var requests = 0
  public private(set) var promptTokens = 0
  /// At most.
  public private(set) var newTokens = 0

  public init(_ tasks: [RunTask]) {
    for task in tasks {
      for item in task.items {
        switch task.benchmark.asking {
        case .choice(let rule):
          for request in item.requests(shots: item.exemplars.count, boundary: rule.boundary) {
            add(characters: request.context.unicodeScalars.count + request.continuation.unicodeScalars.count, new: 0)
          }
        case .answer, .program:
          for request in task.generationRequests(of: item) {
            add(characters: request.prompt.unicodeScalars.count, new: request.maxTokens)
          }
        }
      }
    }
  }

  private mutating func add(characters: Int, new: Int) {
    requests += 1
    promptTokens += (characters + 3) / 4
    newTokens += new
  }
}
