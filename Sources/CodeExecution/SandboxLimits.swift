public import Files

/// What a program may use.
public struct SandboxLimits: Sendable, Hashable {
  /// CPU time of candidate and judge together; this decides.
  public var cpuSeconds: Double
  /// A guard for what uses no CPU time; waiting for a busy machine does not count.
  public var wallSeconds: Double
  /// Without any CPU time used, so that a program which only waits need not wait for the wall limit.
  public var idleSeconds: Double
  /// Address space of each process.
  public var memoryBytes: Int

  public init(
    cpuSeconds: Double = 3, wallSeconds: Double? = nil, idleSeconds: Double? = nil,
    memoryBytes: Int = 512 << 20
  ) {
    self.cpuSeconds = cpuSeconds
    self.wallSeconds = wallSeconds ?? cpuSeconds * 10
    self.idleSeconds = idleSeconds ?? cpuSeconds + 0.5
    self.memoryBytes = memoryBytes
  }

  /// For a run's manifest. What a program prints is discarded, so that there is no limit to it.
  public var json: JSON {
    [
      "cpu_seconds": .number(cpuSeconds), "wall_seconds": .number(wallSeconds),
      "idle_seconds": .number(idleSeconds), "memory_bytes": .integer(memoryBytes),
    ]
  }
}
