import Configuration
import Files
import Glibc
import Training

/// Trainings on the whole corpus with different hyper-parameters, averaged (model soups; Wortsman and others, arXiv:2203.05482). The
/// Disperse-Then-Merge paper (arXiv:2405.13432, section 5.1) has a uniform soup, and says neither of how many members nor of which
/// hyper-parameters.
struct ModelSoup: Sendable {
  /// Whether members are added one by one where they do no harm (recipe 1 there), and not all of them.
  var isGreedy = false
  /// Keys of `assay train` of each member; empty: as many members as there are clusters, by `adjust`.
  var members: [[ConfigurationFile.Setting]] = []
  /// Part of the corpus that no member learns from, and that a greedy soup is chosen by; nil: the comparison's held-out records
  /// where there are some, else a twentieth.
  var setAside: Double?

  static let standardPart = 0.05

  func count(clusters: Int) -> Int { members.isEmpty ? clusters : members.count }

  /// A member where none is described: learning rates from half of vanilla's to twice as much, in equal ratios, and every other one
  /// without dropout (with 0.1 where vanilla has none). Seeds, and with them first factors and the order of the data, are each one's own.
  /// Deviation: the source draws 72 settings of vision models' hyper-parameters at random; the paper at hand names none.
  static func adjust(_ job: inout TrainingConfiguration, member: Int, of count: Int) {
    job.recipe.rate *= exp2(Double(2 * member) / Double(max(1, count - 1)) - 1)
    if member % 2 == 1 { job.lora.dropout = job.lora.dropout > 0 ? 0 : 0.1 }
  }

  /// The members of a greedy soup, in the order in which they joined it: from the least loss on, of equal ones the first, each that
  /// does not make the soup's loss larger.
  /// - Parameters:
  ///   - losses: of each member alone.
  ///   - loss: of the average of these members.
  static func greedy(
    _ losses: [Double], loss: ([Int]) throws(Diagnostic) -> Double
  ) throws(Diagnostic) -> [Int] {
    let order = losses.indices.sorted { losses[$0] != losses[$1] ? losses[$0] < losses[$1] : $0 < $1 }
    guard let first = order.first else { return [] }
    var chosen = [first], best = losses[first]
    for member in order.dropFirst() {
      let own = try loss(chosen + [member])
      guard own <= best else { continue }
      chosen.append(member)
      best = own
    }
    return chosen
  }
}
