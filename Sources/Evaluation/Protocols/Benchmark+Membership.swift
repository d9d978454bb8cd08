extension Benchmark {
  /// A preset that asks a benchmark in this way.
  public struct Membership: Sendable, Equatable {
    public var preset: String
    /// What `--bos auto` means there; nil leaves that to the protocol.
    public var bos: BOSPolicy?
    /// The place among the preset's benchmarks, where that is not the place in the list of all.
    public var place: Int?

    public init(preset: String, bos: BOSPolicy? = nil, place: Int? = nil) {
      self.preset = preset
      self.bos = bos
      self.place = place
    }
  }

  /// The protocol as one of these presets.
  /// - Parameter group: a name that means several benchmarks at once.
  public func asked(by memberships: Membership..., group: String? = nil) -> Benchmark {
    var benchmark = self
    benchmark.memberships = memberships
    benchmark.group = group
    return benchmark
  }
}
