public import Evaluation
public import Files

/// What `--shard` means: one of so many, or what the surroundings say.
public struct ShardChoice: Sendable {
  private let shard: Shard?

  /// `auto`, or a number and a count from 1: `2/4`. Throws for anything else.
  public init(_ argument: String) throws(Diagnostic) {
    if argument == "auto" {
      shard = nil
      return
    }
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      let shard = Shard(number: number, of: count)
    else {
      throw Diagnostic(
        "--shard", "'\(argument)' is no shard",
        expected:
          "auto, or a number and how many there are, from 1/1 to \(Shard.most)/\(Shard.most): 1/4 is the first of four",
        status: .wrongUsage)
    }
    self.shard = shard
  }

  /// Which shard this process is. The first of these that is set says so: `ASSAY_SHARD` (from 1) of `ASSAY_SHARDS`; a task of a Slurm array; a task
  /// of srun; a rank of Open MPI, of a launcher that speaks PMI (MPICH), of torchrun; a Kubernetes Job's index of `ASSAY_SHARDS`. One that says that
  /// there is a single process gives way to a later one that knows of more: a batch script of Slurm is task 0 of 1, whatever it launches.
  public func shard(in environment: @escaping (String) -> String?) throws(Diagnostic) -> Shard {
    if let shard { return shard }
    let variables = Variables(value: environment)
    var single: Shard?
    for source in Source.allCases {
      guard let shard = try variables.shard(by: source) else { continue }
      if shard.count > 1 { return shard }
      single = single ?? shard
    }
    guard let single else {
      throw Diagnostic(
        "--shard", "auto: nothing says which shard this is",
        expected: "a Slurm array or srun, MPI, torchrun, or ASSAY_SHARD=1 to ASSAY_SHARDS=n; or --shard 1/n itself",
        status: .wrongUsage)
    }
    return single
  }

  /// In the order in which they are asked.
  private enum Source: CaseIterable {
    case own, slurmArray, slurmStep, openMPI, pmi, torchrun, kubernetes
  }

  private struct Variables {
    let value: (String) -> String?

    func has(_ name: String) -> Bool { value(name).map { !$0.isEmpty } ?? false }

    /// nil where it says nothing.
    func shard(by source: Source) throws(Diagnostic) -> Shard? {
      switch source {
      // The count alone belongs to an index that stands elsewhere.
      case .own: has("ASSAY_SHARD") ? try shard("ASSAY_SHARD", of: "ASSAY_SHARDS", from: 1) : nil
      case .slurmArray: try arrayTask()
      case .slurmStep: try rank("SLURM_PROCID", of: "SLURM_NTASKS")
      case .openMPI: try rank("OMPI_COMM_WORLD_RANK", of: "OMPI_COMM_WORLD_SIZE")
      case .pmi: try rank("PMI_RANK", of: "PMI_SIZE")
      case .torchrun: try rank("RANK", of: "WORLD_SIZE")
      case .kubernetes: try rank("JOB_COMPLETION_INDEX", of: "ASSAY_SHARDS")
      }
    }

    /// A rank from 0; nil where it is not set.
    func rank(_ name: String, of count: String) throws(Diagnostic) -> Shard? {
      has(name) ? try shard(name, of: count, from: 0) : nil
    }

    func shard(_ name: String, of count: String, from first: Int) throws(Diagnostic) -> Shard {
      guard has(count) else {
        throw Diagnostic(
          name, "says which shard this is, and \(count) does not say of how many",
          expected: "\(count), or --shard i/n", status: .wrongUsage)
      }
      let (number, all) = (try integer(name), try integer(count))
      guard let shard = Shard(number: number.subtractingReportingOverflow(first - 1).partialValue, of: all) else {
        throw Diagnostic(
          name, "is \(number) of \(count)=\(all)",
          expected: "a number from \(first) to \(first == 0 ? "\(count) - 1" : count), of at most \(Shard.most)",
          status: .wrongUsage)
      }
      return shard
    }

    func integer(_ name: String) throws(Diagnostic) -> Int {
      guard let text = value(name), let number = Int(text) else {
        throw Diagnostic(name, "is '\(value(name) ?? "")'", expected: "a whole number", status: .wrongUsage)
      }
      return number
    }

    /// A task of an array, which need not begin at 0 nor count in ones; nil outside of one. The array counts also where its tasks are started by
    /// srun: the number of a process within its task is 0 in each of them.
    func arrayTask() throws(Diagnostic) -> Shard? {
      guard has("SLURM_ARRAY_TASK_ID") else { return nil }
      let id = try integer("SLURM_ARRAY_TASK_ID"), first = try integer("SLURM_ARRAY_TASK_MIN")
      let last = has("SLURM_ARRAY_TASK_MAX") ? try integer("SLURM_ARRAY_TASK_MAX") : nil
      let step = has("SLURM_ARRAY_TASK_STEP") ? try integer("SLURM_ARRAY_TASK_STEP") : 1
      guard step > 0, id >= first, first >= 0, last.map({ $0 >= id }) ?? true else {
        throw Diagnostic(
          "SLURM_ARRAY_TASK_ID", "is \(id), of an array from \(first) to \(last.map(String.init) ?? "?") by \(step)",
          expected: "the variables as Slurm sets them", status: .wrongUsage)
      }
      let spaced = last.map { ($0 - first) / step + 1 }
      let count = has("SLURM_ARRAY_TASK_COUNT") ? try integer("SLURM_ARRAY_TASK_COUNT") : spaced
      guard let count, spaced ?? count == count, (id - first) % step == 0,
        let shard = Shard(number: (id - first) / step + 1, of: count)
      else {
        throw Diagnostic(
          "SLURM_ARRAY_TASK_ID",
          "is \(id), of \(count ?? 0) tasks from \(first) to \(last ?? 0) by \(step): no task knows its place among them",
          expected: "an array with even steps, --array=0-7 or 1-15:2; or --shard i/n", status: .wrongUsage)
      }
      return shard
    }
  }
}
