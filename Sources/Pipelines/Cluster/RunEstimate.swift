public import Checkpoints
public import Evaluation
public import Files
import Inference
import Platform
import Tensors

/// What asking a run takes: how much there is to ask, and how quickly this machine asks, seen on a part of it.
public struct RunEstimate: Sendable {
  /// Items of the run.
  public var items: Int
  /// Of all of it, and of what was asked for a try (`RunTask.work`).
  public var work, tried: Double
  /// Tokens and seconds of the try, and its threads. No tokens: nothing was tried.
  public var tokens: Int
  public var seconds: Double
  public var threads: Int
  /// Bytes of the weights, and of the memory for computing beside them.
  public var weights, working: Int
  /// Whether programs are executed, which nothing was tried of.
  public var hasPrograms: Bool

  public var tokensPerSecond: Double? { tokens > 0 && seconds > 0 ? Double(tokens) / seconds : nil }

  /// Seconds of one process with so many threads, if more threads are as much quicker; nil where nothing was tried.
  public func seconds(threads count: Int) -> Double? {
    guard tried > 0, seconds > 0 else { return nil }
    return work / (tried / seconds) * Double(threads) / Double(max(1, count))
  }
}

extension RunEstimate {
  /// Opens the model and asks a small part of the run in a folder of its own, for about `patience`; tasks with programs are left out.
  /// - Parameter scratch: a folder that does not exist yet, and is gone afterwards.
  public static func trying(
    _ job: ScoreCheckpoint, on options: ModelOptions, for patience: Duration, scratch: String,
    observe: @escaping () throws(Diagnostic) -> Void = { () throws(Diagnostic) in }
  ) throws(Diagnostic) -> RunEstimate {
    var opened = try ModelLoading.open(options)
    let tasks = try job.plan(defaultBOS: opened.model.defaultBOS)
    let items = tasks.reduce(0) { $0 + $1.items.count }
    let asked = tasks.filter { !$0.benchmark.asking.isProgram }
    var estimate = RunEstimate(
      items: items, work: tasks.reduce(0) { sum, task in task.items.reduce(sum) { $0 + task.work(of: $1) } }, tried: 0,
      tokens: 0, seconds: 0, threads: opened.engine.threads, weights: try bytes(of: options),
      working: opened.engine.memoryBudget, hasPrograms: asked.count < tasks.count)
    guard !asked.isEmpty, patience > .zero else { return estimate }
    // A share of every task, so small that it is soon over: most of a run's time goes into what its items do not share.
    var part = job
    part.tasks = asked.map(\.benchmark.id)
    part.out = scratch
    part.shard = Shard(number: 1, of: min(Shard.most, max(1, items / 64)))
    let stop = Diagnostic("--measure", "enough is known", expected: "")
    opened.model.stepped = observe
    let start = ContinuousClock.now
    var tokens: [String: Int] = [:]
    defer { try? FileSystem.removeDirectory(scratch) }
    do throws(Diagnostic) {
      _ = try part.run(
        on: &opened.model, identity: ModelIdentity(name: "measure"), engine: opened.engine,
        observe: { (progress) throws(Diagnostic) in
          let elapsed = ContinuousClock.now - start
          (estimate.tried, estimate.seconds) = (progress.whole.workComputed, elapsed / .seconds(1))
          tokens[progress.task] = progress.tokens
          guard elapsed < patience else { throw stop }
        })
    } catch {
      guard error == stop else { throw error }
    }
    estimate.tokens = tokens.values.reduce(0, +)
    return estimate
  }

  /// Of the weights as they will be in memory. Adapters are small beside them.
  private static func bytes(of options: ModelOptions) throws(Diagnostic) -> Int {
    var bytes = 0
    for path in [options.path] + options.ensemble where !AdapterCheckpoint.stands(in: path) {
      bytes += try Checkpoint(directory: path, readsGGUF: true).tensors.byteCount
    }
    // Files hold two bytes a weight as a rule, or less.
    return options.weights == .f32 ? 2 * bytes : bytes
  }
}
