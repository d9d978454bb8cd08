import Corpora
import Evaluation
import Files
import Inference
import Statistics

/// What a model makes of instruction records that it has not learned from: how well it has the skill that the others teach.
struct HeldOutScores: Equatable {
  /// Of each record, the mean over its labels' negative log-likelihoods, in nats.
  var losses: [Double] = []
  /// Of each record, 1 where every label is the most likely token, else 0.
  var exact: [Double] = []

  var loss: SampleMean? { SampleMean(of: losses) }
  var exactMean: SampleMean? { SampleMean(of: exact) }
}

extension HeldOutScores {
  /// - Parameter samples: one for each record, with one label at least.
  init(of samples: [TrainingSample], by model: inout CausalLanguageModel) throws(Diagnostic) {
    let encodings = samples.enumerated().flatMap { index, sample in
      Self.questions(in: sample).map { (sample: index, encoding: $0) }
    }
    var sums = [Double](repeating: 0, count: samples.count), areGreedy = [Bool](repeating: true, count: samples.count)
    do {
      // Answers come in any order; sums are made in the order of the records, so that they have the same bits.
      var answers = [(sum: Double, isGreedy: Bool)](repeating: (0, false), count: encodings.count)
      try model.likelihoods(of: encodings.map(\.encoding)) { answers[$0] = ($1.sum, $1.isGreedy) }
      for (question, answer) in zip(encodings, answers) {
        sums[question.sample] += answer.sum
        areGreedy[question.sample] = areGreedy[question.sample] && answer.isGreedy
      }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic("held_out", "\(error)", expected: "answers to all records")
    }
    losses = zip(sums, samples).map { -$0 / Double($1.labelCount) }
    exact = areGreedy.map { $0 ? 1 : 0 }
  }

  /// Each run of labels, asked behind all that stands before it.
  static func questions(in sample: TrainingSample) -> [ContinuationEncoder.Encoding] {
    var questions: [ContinuationEncoder.Encoding] = []
    var start = 1
    while start < sample.ids.count {
      guard sample.isLabel[start] else {
        start += 1
        continue
      }
      let end = sample.isLabel[start...].firstIndex(of: false) ?? sample.ids.count
      questions.append(
        ContinuationEncoder.Encoding(
          context: Array(sample.ids[..<start]), continuation: Array(sample.ids[start..<end])))
      start = end
    }
    return questions
  }
}

extension HeldOutScores {
  var json: JSON {
    ["losses": .array(losses.map { .number($0) }), "exact": .array(exact.map { .number($0) })]
  }

  /// Reads what `json` wrote; nil for anything else.
  init?(_ json: JSON) {
    guard let losses = json["losses"]?.array, let exact = json["exact"]?.array else { return nil }
    self.losses = losses.compactMap(\.number)
    self.exact = exact.compactMap(\.number)
    guard self.losses.count == losses.count, self.exact.count == exact.count, losses.count == exact.count,
      self.exact.allSatisfy((0...1).contains)
    else { return nil }
  }
}
