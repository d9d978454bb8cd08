import Files
import Tensors

/// What all sections share: how often, how large, and the ceilings, each made when it is first needed.
final class Measurement {
  let repeats: Int
  let threads: Int
  let isQuick: Bool
  let pool: ThreadPool
  private let makeModel: (FixtureWords, ThreadPool) throws(Diagnostic) -> SubjectModel
  private var knownModel: SubjectModel?
  private var knownWords: FixtureWords?
  private var knownReading: ReadingCeiling?
  private lazy var matrix = MatrixCeiling(size: isQuick ? 512 : 2048, threads: threads)

  init(
    repeats: Int, threads: Int, isQuick: Bool,
    model: @escaping (FixtureWords, ThreadPool) throws(Diagnostic) -> SubjectModel
  ) throws(Diagnostic) {
    guard let pool = ThreadPool(starting: threads) else {
      throw Diagnostic(
        "--threads", "the system gives no \(threads) threads", expected: "a smaller number, or none")
    }
    self.repeats = repeats
    self.threads = threads
    self.isQuick = isQuick
    self.pool = pool
    makeModel = model
  }

  func words() throws(Diagnostic) -> FixtureWords {
    if let knownWords { return knownWords }
    let words = try FixtureWords()
    knownWords = words
    return words
  }

  func model() throws(Diagnostic) -> SubjectModel {
    if let knownModel { return knownModel }
    let model = try makeModel(try words(), pool)
    knownModel = model
    return model
  }

  /// GFLOP/s of sgemm, now.
  func matrixRate() throws(Diagnostic) -> Double { matrix.rate() }
  var matrixName: String { "sgemm \(isQuick ? 512 : 2048)³" }

  /// GB/s of reading, now.
  func readingRate() throws(Diagnostic) -> Double {
    if let knownReading { return try knownReading.rate() }
    let reading = try ReadingCeiling(byteCount: isQuick ? 64 << 20 : 512 << 20, on: pool)
    knownReading = reading
    return try reading.rate()
  }

  /// Does a section's work.
  func run(_ section: Section) throws(Diagnostic) -> SectionResult {
    try Interruption.check()
    return switch section {
    case .startUp: try measureStartUp()
    case .ceilings: try measureCeilings()
    case .products: try measureProducts()
    case .load: try measureLoad()
    case .prefill: try measurePrefill()
    case .step: try measureStep()
    case .tokenizing: try measureTokenizing()
    case .sharedPrefix: try measureSharedPrefix()
    case .generation: try measureGeneration()
    case .training: try measureTraining()
    case .embedding: try measureEmbedding()
    case .merging: try measureMerging()
    case .scaling: try measureScaling()
    case .memory: try measureMemory()
    case .sandbox: try measureSandbox()
    }
  }
}
