import Checkpoints
import Files
import Merging
import Tensors
import Training
import Transformers

extension Measurement {
  /// How much quicker two, four, … and all threads are than one, beside what the machine itself gains: products of large matrices,
  /// and reading memory.
  func measureScaling() throws(Diagnostic) -> SectionResult {
    var result = SectionResult()
    let counts = Self.counts(upTo: threads)
    guard !counts.isEmpty else {
      result.notes.append("with one thread there is nothing to compare")
      return result
    }
    let single = try scaled(to: 1)
    for count in counts {
      let many = try scaled(to: count)
      var ratios: [String: Double] = [:]
      for (work, one) in zip(many, single) {
        let turns = try Interleaving(rounds: repeats, ceiling: one.rate, work: work.rate)
        ratios[work.name] = turns.ratio.median
        result.figures.append(Figure("\(work.name), \(count) threads over 1", turns.ratio, "x"))
      }
      let products = ratios["sgemm"] ?? 0, reading = ratios["reading"] ?? 0
      result.notes.append(
        "with \(count) threads this machine multiplies \(Digits.text(products)) and reads memory \(Digits.text(reading)) times as "
          + "quickly as with one: the first is the limit of prefill and training, the second that of a step of one sequence and of "
          + "merging")
    }
    return result
  }

  /// Powers of two from 2 on, and the number itself.
  static func counts(upTo threads: Int) -> [Int] {
    var counts: [Int] = []
    var count = 2
    while count < threads {
      counts.append(count)
      count *= 2
    }
    return threads > 1 ? counts + [threads] : []
  }

  private struct ScaledWork {
    var name: String
    /// Work in a second.
    var rate: () throws(Diagnostic) -> Double
  }

  /// All kinds of work on threads of their own.
  private func scaled(to threads: Int) throws(Diagnostic) -> [ScaledWork] {
    guard let pool = ThreadPool(starting: threads) else {
      throw Diagnostic(
        "--threads", "the system gives no \(threads) threads", expected: "a smaller number, or none")
    }
    let matrix = MatrixCeiling(size: isQuick ? 512 : 2048, threads: threads)
    let reading = try ReadingCeiling(byteCount: isQuick ? 64 << 20 : 512 << 20, on: pool)
    return [
      ScaledWork(name: "sgemm") { () throws(Diagnostic) in matrix.rate() },
      ScaledWork(name: "reading") { () throws(Diagnostic) in try reading.rate() },
    ] + (try decoding(on: pool)) + [try training(on: pool), try merging(on: pool)]
  }

  private func decoding(on pool: ThreadPool) throws(Diagnostic) -> [ScaledWork] {
    let model = try model(), configuration = model.configuration
    let decoder = Decoder(model.weights, on: pool, maxRows: 1024)
    let tokens = min(512, configuration.contextLength / 2), prefix = min(128, tokens)
    let root = KeyValueSegment(start: 0, capacity: prefix, shape: decoder.keyValueShape, isTransient: false)
    _ = decoder.step(
      [Int32](repeating: 1, count: prefix),
      [PathExtension(path: [], segment: root, firstRow: 0, rows: prefix)], targets: [])
    return [
      ScaledWork(name: "prefill 1x\(tokens)") { () throws(Diagnostic) in
        1 / Self.prefill(decoder, sequences: 1, tokens: tokens)
      },
      ScaledWork(name: "step, 1 sequence") { () throws(Diagnostic) in
        1 / Self.steps(decoder, behind: root, sequences: 1, steps: 4)
      },
      ScaledWork(name: "step, 8 sequences") { () throws(Diagnostic) in
        1 / Self.steps(decoder, behind: root, sequences: 8, steps: 4)
      },
    ]
  }

  private func training(on pool: ThreadPool) throws(Diagnostic) -> ScaledWork {
    let model = try model(), samples = Self.samples(isQuick ? 4 : 16, vocabulary: model.configuration.vocabularySize)
    let trainer = Trainer(
      GradientComputer(
        LoRAParameters(LoRAParameters.Shape(), for: model.configuration, seed: 1), beside: model.weights,
        longest: samples.map(\.ids.count).max() ?? 1, on: pool),
      samples: samples, recipe: TrainingRecipe(batchSize: samples.count, updates: 1000), on: pool)
    return ScaledWork(name: "LoRA update") { () throws(Diagnostic) in
      let watch = Stopwatch()
      _ = trainer.step()
      return 1 / watch.seconds
    }
  }

  /// The average of two maps, stored as float32.
  private func merging(on pool: ThreadPool) throws(Diagnostic) -> ScaledWork {
    let subject = try MergeSubject(), shape = isQuick ? [64, 256] : [4096, 4096]
    let tensor = ModelMerge.Tensor(
      name: "weight", shape: shape, dtype: .f32,
      parents: [.stored(try subject.weight("one", shape)), .stored(try subject.weight("two", shape))], base: nil,
      statistics: [], parameters: try TensorParameters(.standard, .paper, parents: 2, tensor: "weight"))
    return ScaledWork(name: "average of two maps") { () throws(Diagnostic) in
      let watch = Stopwatch()
      _ = try ModelMerge(.standard, [tensor], seed: 1, on: pool).run { (_, _) throws(Diagnostic) in }
      // The files are gone when it is.
      return withExtendedLifetime(subject) { 1 / watch.seconds }
    }
  }
}
