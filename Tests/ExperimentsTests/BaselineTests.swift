import Configuration
import Files
import Statistics
import TestSupport
import Testing
import Training
import Transformers

@testable import Experiments
@testable import Pipelines

/// What rivals are told, before anything is trained.
@Suite struct BaselineTests {
  private func configuration(_ lines: String) throws -> DTMConfiguration {
    let text = "base: model\ndata: corpus.jsonl\nout: out\nk: 4\n" + lines
    return try DTMConfiguration(try ConfigurationFile(text: text, place: "dtm.yaml").settings)
  }

  @Test("Each short name is a rival of its own, with the rows that it says")
  func shortNames() throws {
    let names = BaselineStandard.all.map(\.name)
    #expect(names.count == 12 && Set(names).count == names.count)
    let configuration = try configuration("baselines: [\(names.joined(separator: ", "))]\n")
    #expect(configuration.baselines.map(\.name) == names)
    let labels = configuration.baselines.flatMap { $0.labels([.logits]) }
    #expect(labels.count == 14 && labels.contains("deita, random control"))
    #expect(labels.contains("configuration-soup, ensemble of logits"))
    let one = try self.configuration("baselines: l2\n")
    #expect(one.baselines.map(\.name) == ["l2"])
    #expect(try self.configuration("baselines: null\n").baselines.isEmpty)
    // A brief part of a study has none.
    #expect(configuration.brief.baselines.isEmpty)
  }

  @Test("A rival's keys stand over those of train; experts take neither rank nor alpha from it")
  func keys() throws {
    let configuration = try configuration(
      """
      train: {learning_rate: 2e-3, epochs: 3, lora: {rank: 2, alpha: 6, dropout: 0.05}}
      baselines:
        - {baseline: l2, l2.lambda: 0.5}
        - {name: strong l2, baseline: l2, l2: {lambda: 7}, lr: 1e-4}
        - loramoe
        - {method: loramoe, name: three, loramoe.experts: 3}
        - {name: one epoch, epochs: 1}
      """)
    #expect(configuration.baselines.map(\.name) == ["l2", "strong l2", "loramoe", "three", "one epoch"])
    let jobs = try configuration.baselines.map { try configuration.training(of: $0) }
    #expect(jobs.map(\.l2.lambda) == [0.5, 7, 0.01, 0.01, 0.01])
    #expect(jobs.map(\.recipe.rate) == [2e-3, 1e-4, 2e-3, 2e-3, 2e-3])
    #expect(jobs.map(\.recipe.epochs) == [3, 3, 3, 3, 1])
    #expect(jobs.map(\.method) == [.lora, .lora, .loramoe, .loramoe, .lora])
    #expect(jobs[3].mixture.experts == 3 && jobs[2].mixture.rank == TrainingConfiguration().mixture.rank)
    #expect(jobs[0].lora.rank == 2 && jobs[2].lora.dropout == 0.05)
  }

  @Test("What depends on the length of a run")
  func lengths() throws {
    func job(_ name: String, updates: Int) throws -> TrainingConfiguration {
      let configuration = try configuration("baselines: \(name)\n")
      var job = try configuration.training(of: configuration.baselines[0])
      configuration.baselines[0].adjust(&job, updates: updates)
      return job
    }
    #expect(try [1, 2, 7].map { try job("half-epochs", updates: $0).recipe.updates } == [1, 1, 4])
    #expect(try [1, 30].map { try job("early-stopping", updates: $0).validationEvery } == [1, 3])
    #expect(try job("early-stopping", updates: 9).validationFraction == 0.05)
    #expect(try [1, 10, 40, 1000].map { try job("ema", updates: $0).recipe.averaging.decay } == [0, 0, 0.75, 0.99])
    #expect(try [1, 60].map { try job("lawa", updates: $0).recipe.averaging.every } == [1, 3])
  }

  @Test("Members of a soup: learning rates in equal ratios around vanilla's, every other one without dropout")
  func members() throws {
    let configuration = try configuration(
      """
      train: {learning_rate: 1e-3, lora.dropout: 0.05}
      baselines:
        - configuration-soup
        - {name: mine, soup: greedy, members: [{lr: 1e-4}, {epochs: 7, lora: {rank: 3}}, {lora.dropout: 0.5}], set_aside: 0.1}
      """)
    let standard = try (0..<4).map { try configuration.training(of: configuration.baselines[0], member: $0) }
    for (job, rate) in zip(standard, [5e-4, 7.937e-4, 1.26e-3, 2e-3]) {
      expectClose(job.recipe.rate, rate, relative: 1e-3)
    }
    #expect(standard.map(\.lora.dropout) == [0.05, 0, 0.05, 0])
    let own = try (0..<3).map { try configuration.training(of: configuration.baselines[1], member: $0) }
    #expect(own.map(\.recipe.rate) == [1e-4, 1e-3, 1e-3] && own.map(\.recipe.epochs) == [1, 7, 1])
    #expect(own.map(\.lora.rank) == [16, 3, 16] && own.map(\.lora.dropout) == [0.05, 0.05, 0.5])
    guard case .soup(let soup) = configuration.baselines[1].kind else {
      Issue.record("no soup")
      return
    }
    #expect(soup.isGreedy && soup.setAside == 0.1 && soup.count(clusters: 4) == 3)
  }

  /// Recipe 1 of arXiv:2203.05482, written down as it stands there: all candidates sorted, each tried on what is there.
  private func naive(_ losses: [Double], _ loss: ([Int]) -> Double) -> [Int] {
    var ingredients: [Int] = []
    for candidate in losses.enumerated().sorted(by: { ($0.element, $0.offset) < ($1.element, $1.offset) }).map(\.offset)
    {
      if ingredients.isEmpty || loss(ingredients + [candidate]) <= loss(ingredients) { ingredients.append(candidate) }
    }
    return ingredients
  }

  @Test("A greedy soup takes members from the least loss on, each that makes it no worse")
  func greedy() throws {
    for seed in 0..<200 {
      let count = seed % 7
      let position = (0..<count).map {
        (KeyedRandom.uniform(KeyedRandom.key(UInt64(seed), 1), $0) * 8).rounded() / 4 - 1
      }
      // The loss of an average of points: their mean's distance to the origin.
      func loss(_ members: [Int]) -> Double { abs(members.reduce(0) { $0 + position[$1] } / Double(members.count)) }
      let losses = position.map(abs)
      let chosen = try ModelSoup.greedy(losses) { (members) throws(Diagnostic) in loss(members) }
      #expect(chosen == naive(losses, loss), "\(seed)")
    }
    // Equal losses: the first goes first, and what changes nothing joins.
    #expect(try ModelSoup.greedy([1, 1, 2]) { (_) throws(Diagnostic) in 1 } == [0, 1, 2])
    #expect(try ModelSoup.greedy([3, 1, 2]) { (_) throws(Diagnostic) in 9 } == [1])
  }

  @Test(
    "Wrong rivals are told by their line",
    arguments: [
      ("[l3]", "there is no baseline \"l3\""), ("[l2, l2]", "two rows are called \"l2\""),
      ("[{name: vanilla, epochs: 1}]", "two rows are called \"vanilla\""),
      ("[{name: \"random, linear\", epochs: 1}]", "two rows are called \"random, linear\""),
      ("[{epochs: 1}]", "a baseline without a name"), ("[{name: a, epoch: 1}]", "there is no key \"epoch\""),
      ("[{name: a, seed: 1}]", "seed is decided by dtm itself"), ("[{name: a, method: full}]", "trains all weights"),
      ("[{name: a, l2.lambda: 1}]", "l2.lambda is of baseline: l2"), ("[{name: a, lr: 0}]", "learning_rate is 0"),
      ("[{name: a, members: [{lr: 1}, {lr: 2}]}]", "members is of a soup, and a is none"),
      ("[{name: a, set_aside: 0.1}]", "set_aside is of a soup"), ("[{name: a, soup: thick}]", "soup is \"thick\""),
      ("[{name: a, soup: uniform, members: [{lr: 1}]}]", "members is"),
      ("[{name: a, soup: uniform, members: [{lr: 1}, {method: lora}]}]", "method is decided by the soup itself"),
      ("[{name: a, soup: uniform, method: loramoe}]", "a averages adapters"),
      ("[{name: a, soup: uniform, set_aside: 0.9}]", "set_aside is 0.9"), ("[{name: a, part: 0}]", "part is 0"),
      ("[{name: a, soup: greedy, select: {by: length, above: 1}}]", "both a soup and a selection"),
      ("[{name: a, select: {by: length}}]", "all records would stay"),
      ("[{name: a, select: {by: quality, above: 2}}]", "by: quality has no quality_model"),
      ("[{name: a, select: {bye: length}}]", "there is no key \"bye\""), ("[{name: \"\", epochs: 1}]", "name is \"\""),
      ("[{name: a, averaging.kind: ema, validation.fraction: 0.1}]", "and the best validation is the result"),
      ("[{name: a, part: 0.5}]\ntrain: {limit: 9}", "train.limit, and a is of a part"),
      ("deita\ntrain: {limit: 9}", "train.limit, and deita is of a part"),
      ("[3]", "baselines is [3]"), ("[{}]", "baselines is [{}]"),
    ])
  func refusals(list: String, problem: String) throws {
    let error = try #require(throws: Diagnostic.self, "\(list)") { _ = try configuration("baselines: \(list)\n") }
    #expect(
      error.status == .wrongUsage && error.place == "dtm.yaml:\(list.contains("train:") ? 6 : 5)"
        && error.problem.contains(problem), "\(error)")
  }

  @Test(
    "Keys of select hold for every rival that chooses records; without any it is following difficulty under the base")
  func selections() throws {
    let plain = try configuration("baselines: deita\n")
    let job = try plain.selection(of: plain.baselines[0], records: 41)
    #expect(job.measure == .ifd && job.most == 20 && job.model == "model" && job.above == nil)
    let both = try configuration(
      "select: {by: length, above: 3}\nbaselines: [deita, {name: fewer, select: {above: 9, most: 5}}]\n")
    let jobs = try both.baselines.map { try both.selection(of: $0, records: 41) }
    #expect(jobs.map(\.measure) == [.length, .length] && jobs.map(\.above) == [3, 9] && jobs.map(\.most) == [nil, 5])
    // Without a measure it is the base's; how many may still be said, and scorers are a measure.
    let fewer = try configuration("baselines: [{name: a, select: {seed: 1}}, {name: b, select: {above: 0.5}}]\n")
    let drawn = try fewer.baselines.map { try fewer.selection(of: $0, records: 41) }
    #expect(drawn.map(\.measure) == [.ifd, .ifd] && drawn.map(\.most) == [20, nil] && drawn[0].seed == 1)
    let scored = try configuration("select: {scores: s.jsonl, above: 2.5}\nbaselines: deita\n")
    #expect(try scored.selection(of: scored.baselines[0], records: 9).measure == .complexity)
    #expect(throws: Diagnostic.self) { try configuration("select: {by: length}\nbaselines: [deita]\n") }
    #expect(throws: Diagnostic.self) { try configuration("select: {data: x}\n") }
  }
}
