import Files

/// Between what the number of an option must lie, and why just there. All numeric options are checked by one of these, or by the
/// key of a configuration that they stand for.
struct NumberRange {
  let option: String
  let range: ClosedRange<Int>
  /// Why not more.
  let reason: String?

  init(_ option: String, _ range: ClosedRange<Int>, because reason: String? = nil) {
    self.option = option
    self.range = range
    self.reason = reason
  }

  func callAsFunction(_ value: Int?) throws(Diagnostic) -> Int? {
    guard let value else { return nil }
    guard range.contains(value) else {
      let why = value > range.upperBound ? reason.map { "; \($0)" } ?? "" : ""
      throw Diagnostic(
        option, "\(value) is out of range",
        expected: "a number from \(range.lowerBound) to \(range.upperBound)\(why)", status: .wrongUsage)
    }
    return value
  }

  /// Of kernels: no machine that this was made for has as many cores.
  static let threads = NumberRange("--threads", 1...1024, because: "more only wait for each other")
  /// Of programs that are judged at the same time: each worker is a process with a Python of its own.
  static let workers = NumberRange("--threads", 1...256, because: "each program runs in a process of some 30 MB")
  static let batchTokens = NumberRange(
    "--batch-tokens", 1...(1 << 24), because: "no context is longer, and their states must fit into memory")
  static let limit = NumberRange("--limit", 1...1_000_000_000, because: "no task has as many items")
  static let shots = NumberRange("--shots", 0...1000, because: "no context has room for as many")
  static let silence = NumberRange("--timeout", 1...3600, because: "nobody waits longer for a server that says nothing")
  static let concurrency = NumberRange(
    "--server-concurrency", 1...1024, because: "no server answers as many together")
  static let patience = NumberRange(
    "--server-timeout", 1...86_400, because: "no answer takes longer than a day")
  static let port = NumberRange("--port", 0...65_535, because: "there are no others")
  static let samples = NumberRange("--samples", 1...(1 << 20), because: "each item is answered as often")
  static let topK = NumberRange("--top-k", 1...(1 << 24), because: "no vocabulary is larger")
  static let newTokens = NumberRange("--max-new-tokens", 1...(1 << 24), because: "no context is longer")
  static let measured = NumberRange("--samples", 1...1_000_000_000, because: "no corpus has as many")
  static let texts = NumberRange("--count", 1...10_000_000, because: "all of them are held until the file is written")
  static let leases = NumberRange(
    "--worker-timeout", 2...86_400, because: "what a dead process was making would wait for more than a day")
  static let arrayTasks = NumberRange("--array", 1...10_000, because: "no run is cut into more shards")
  static let processors = NumberRange("--cpus", 1...1024, because: "more only wait for each other")
  static let minutes = NumberRange("--minutes", 1...525_600, because: "no cluster lets a job run for a year")
  static let measuring = NumberRange("--measure", 0...3600, because: "that long the run itself might take")
  static let shown = NumberRange("--show", 1...1_000_000, because: "nobody reads more")
}
