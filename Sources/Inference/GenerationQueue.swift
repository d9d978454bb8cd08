import Checkpoints
import Evaluation
import Files
import Tensors
import Tokenization
import Transformers

/// Continues many prompts at once: each step packs one row of every running sequence and the tails of prompts that take the places of
/// finished ones into one matrix. What the prompts share is computed once.
///
/// Memory decides how many run; when it runs short the youngest is interrupted, and computed again later. Which sequences share
/// a step changes no token: rows do not depend on each other.
struct GenerationQueue {
  let prompts: [GenerationPrompt]
  let decoder: Decoder
  let tokenizer: any Tokenizer
  let eos: Set<Int32>
  /// Bytes of keys and values that may be held; one sequence is run even if it needs more.
  let budget: Int
  let maxSequences: Int
  let ledger = KeyValueLedger()
  private(set) var statistics = Statistics()

  struct Statistics {
    var steps = 0
    /// Rows of all steps.
    var rows = 0
    /// Steps' numbers of running sequences, summed up.
    var runningRows = 0
    var interruptions = 0
  }

  private var edges: EdgeStack
  /// Oldest first.
  private var running: [RunningSequence] = []
  /// Known by their first token at least, and without a place; next first.
  private var waiting: [RunningSequence] = []
  private var next: NextTokens
  private let shape: KeyValueShape
  /// What the oldest sequence can always have, so that something goes on.
  private let reserve: Int

  init(
    _ prompts: [GenerationPrompt], decoder: Decoder, tokenizer: any Tokenizer, eos: Set<Int32>,
    rules: LogitRules? = nil, budget: Int, maxSequences: Int
  ) {
    next = NextTokens(rules: rules)
    self.prompts = prompts
    self.decoder = decoder
    self.tokenizer = tokenizer
    self.eos = eos
    self.budget = budget
    self.maxSequences = max(1, min(maxSequences, decoder.maxRows))
    shape = decoder.keyValueShape
    // Where a sequence may outgrow the angles of its prompt, the prompt is its own again.
    let outgrows = decoder.configuration.lengthOfShort != nil
    reserve = KeyValueSegment.byteCount(
      capacity: prompts.map { $0.maxTokens + (outgrows ? $0.ids.count : 0) }.max() ?? 0, shape: shape,
      isTransient: false)
    let tree = PrefixTree(
      prompts.indices.map { ScoredSequence(request: $0, prompt: prompts[$0].ids) },
      length: decoder.configuration.angleLength)
    edges = EdgeStack(tree) { [shape] in
      KeyValueSegment.byteCount(capacity: $0.range.count, shape: shape, isTransient: false)
    }
  }

  /// Runs all; calls `finished` with each as soon as it has ended, and `stepped` after each step.
  mutating func run(finished: (RunningSequence) throws -> Void, stepped: () throws -> Void) throws {
    while true {
      fill()
      makeRoom()
      let step = pack()
      if step.ids.isEmpty { return }
      let tokens = try next.compute(step.ids, step.extensions, on: decoder)
      statistics.steps += 1
      statistics.rows += step.ids.count
      statistics.runningRows += step.runningRows
      let fresh = edges.advance(past: step.parts).flatMap { node, path in
        node.targets.map {
          RunningSequence(
            prompts[$0.sequence], path: path, tokenizer: tokenizer, length: decoder.configuration.angleLength,
            isTurnedAgain: decoder.configuration.lengthOfShort != nil)
        }
      }
      for (sequence, token) in zip(step.asking + fresh, tokens) {
        sequence.append(token, eos: eos)
        if sequence.ending != nil { try finished(sequence) }
      }
      running.removeAll { $0.ending != nil }
      waiting += fresh.filter { $0.ending == nil }
      try stepped()
    }
  }

  /// What a step computes: rows of running sequences, then parts of prompts.
  private struct Step {
    var ids: [Int32] = []
    var extensions: [PathExtension] = []
    /// Running sequences whose next token comes out of it, in order of their rows.
    var asking: [RunningSequence] = []
    var runningRows = 0
    var parts: [EdgeStack.Part] = []
  }

  /// Gives free places to those that wait.
  private mutating func fill() {
    while let first = waiting.first, running.count < maxSequences,
      running.isEmpty || fits(first.neededCapacity)
    {
      running.append(waiting.removeFirst())
    }
  }

  /// Sees to it that every running sequence can store its next rows; interrupts the youngest where memory is short.
  private mutating func makeRoom() {
    var index = 0
    while index < running.count {
      let sequence = running[index]
      let capacity = sequence.neededCapacity
      if capacity > 0 {
        while index + 1 < running.count, ledger.bytes + bytes(capacity) > budget { interruptYoungest() }
        // Itself the youngest: it waits, unless it is alone.
        if index > 0, ledger.bytes + bytes(capacity) > budget {
          interruptYoungest()
          return
        }
        sequence.grow(shape: shape, ledger: ledger)
      }
      index += 1
    }
  }

  private mutating func interruptYoungest() {
    let youngest = running.removeLast()
    youngest.shrink()
    waiting.insert(youngest, at: 0)
    statistics.interruptions += 1
  }

  private func bytes(_ capacity: Int) -> Int {
    KeyValueSegment.byteCount(capacity: capacity, shape: shape, isTransient: false)
  }

  /// Whether so many more positions leave room for the oldest sequence to end, for the others to grow a little, and for so many
  /// bytes more.
  private func fits(_ capacity: Int, leaving more: Int = 0) -> Bool {
    ledger.bytes + bytes(capacity) + reserve + (running.count + 1) * bytes(64) + more <= budget
  }

  private mutating func pack() -> Step {
    var step = Step()
    next.removeAll()
    for sequence in running where step.ids.count < decoder.maxRows {
      let pending = sequence.pending.count
      let left = decoder.maxRows - step.ids.count
      guard let (part, tokens) = sequence.extend(rows: left, firstRow: step.ids.count) else { continue }
      step.ids += tokens
      step.extensions.append(part)
      if tokens.count == pending {
        step.asking.append(sequence)
        next.ask(row: step.ids.count - 1, sequence.prompt, after: sequence.tokens)
      }
    }
    step.runningRows = step.ids.count
    addPrompts(to: &step)
    return step
  }

  private mutating func addPrompts(to step: inout Step) {
    guard waiting.isEmpty else { return }
    var places = maxSequences - running.count
    let isForced = running.isEmpty
    while places > 0, step.ids.count < decoder.maxRows, let edge = edges.next {
      let node = edges.tree.nodes[edge.node]
      guard
        let segment = edge.segment
          ?? newSegment(
            for: node, beside: step.parts, isForced: isForced && step.parts.isEmpty)
      else { break }
      let part = edges.take(rows: decoder.maxRows - step.ids.count, segment: segment)
      let first = node.range.lowerBound + part.segment.count
      step.extensions.append(
        PathExtension(
          path: part.edge.path, segment: part.segment, firstRow: step.ids.count, rows: part.rows, length: node.length))
      step.ids += edges.tree.sequences[node.sequence].fed[first..<first + part.rows]
      step.parts.append(part)
      guard first + part.rows == node.range.upperBound else { continue }
      places -= node.targets.count
      for target in node.targets {
        next.ask(row: step.ids.count - 1, prompts[target.sequence], after: [])
      }
    }
  }

  private func newSegment(
    for node: PrefixTree.Node, beside parts: [EdgeStack.Part], isForced: Bool
  ) -> KeyValueSegment? {
    guard isForced || fits(node.range.count, leaving: edges.reserve(beside: parts)) else { return nil }
    return KeyValueSegment(
      start: node.range.lowerBound, capacity: node.range.count, shape: shape, isTransient: false, ledger: ledger)
  }
}
