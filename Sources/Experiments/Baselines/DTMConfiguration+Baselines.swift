import Configuration
import Corpora
import Files
import Pipelines
import Training
import Transformers

/// What rivals are told, put together of the comparison's keys and their own.
extension DTMConfiguration {
  /// How a rival is trained, or, without one, everything else.
  /// - Parameter member: of a soup, from 0.
  func training(of baseline: DTMBaseline? = nil, member: Int = 0) throws(Diagnostic) -> TrainingConfiguration {
    var job = TrainingConfiguration()
    guard let baseline else {
      try job.apply(training)
      return job
    }
    var own = baseline.training
    if case .soup(let soup) = baseline.kind, !soup.members.isEmpty { own += soup.members[member] }
    let isMixture = own.last { $0.key == "method" }?.value.string == TrainingConfiguration.Method.loramoe.rawValue
    // Experts have a rank and an alpha of their own.
    try job.apply(training.filter { !isMixture || !["lora.rank", "lora.alpha"].contains($0.key) } + own)
    if case .soup(let soup) = baseline.kind, soup.members.isEmpty {
      ModelSoup.adjust(&job, member: member, of: soup.count(clusters: count))
    }
    return job
  }

  /// How a rival's records are chosen. Where nobody names a measure or scorers: by following difficulty under the base, which needs none,
  /// and where nobody says how many, the half that is highest.
  /// - Parameter records: those of the corpus.
  func selection(of baseline: DTMBaseline, records: Int) throws(Diagnostic) -> SelectionConfiguration {
    var job = SelectionConfiguration()
    let settings = selection + baseline.selection
    // The corpus must be read as it is read for training.
    let reading = training.filter { ["format", "turns", "documents", "on_bad_record"].contains($0.key) }
    try job.apply(reading + settings)
    job.source.files = data
    if !settings.contains(where: { ["by", "complexity_model", "quality_model", "scores"].contains($0.key) }) {
      job.measure = .ifd
      if job.model.isEmpty { job.model = "base" }
      if job.above == nil, job.most == nil, job.maxCosine == nil { job.most = max(1, records / 2) }
    }
    // A study's base does not exist yet where its recipe is looked at.
    if !base.isEmpty {
      if job.model == "base" { job.model = base }
      if job.embedding == "base" { job.embedding = base }
    }
    return job
  }

  /// Rows that stand beside the rivals'.
  private var otherLabels: Set<String> {
    var labels: Set<String> = [
      "base", "vanilla", DTMModel.sizeMatchedVanilla, DTMModel.Role.soup.rawValue, ScaledLine.label,
    ]
    labels.formUnion(lambdas.map(DTMModel.vanilla(times:)))
    for dispersal in dispersals {
      labels.formUnion((0..<count).map { "\(dispersal.name) \($0)" })
      for merge in merges {
        let name = "\(dispersal.name), \(merge.name)"
        labels.formUnion([name, DTMModel.normMatchedVanilla(of: name)])
      }
      labels.formUnion(ensembles.map { "\(dispersal.name), ensemble of \($0.rawValue)" })
    }
    return labels
  }

  /// Looks for what is wrong with the rivals before anything is made.
  func checkBaselines() throws(Diagnostic) {
    var labels = otherLabels
    for baseline in baselines {
      for label in baseline.labels(ensembles) where !labels.insert(label).inserted {
        throw Diagnostic(
          baseline.place, "two rows are called \"\(label)\"", expected: "a name of its own for each baseline",
          status: .wrongUsage)
      }
      guard !baseline.takesPart || training.last(where: { $0.key == "limit" })?.value.isNull ?? true else {
        throw Diagnostic(
          written["train.limit", "train"], "train.limit, and \(baseline.name) is of a part of all records",
          expected: "a corpus of so many records instead, or other baselines", status: .wrongUsage)
      }
      var members = 1
      if case .soup(let soup) = baseline.kind { members = soup.count(clusters: count) }
      for member in 0..<members { try check(try training(of: baseline, member: member), of: baseline) }
      if case .selection = baseline.kind { try selection(of: baseline, records: 2).checkRecipe() }
    }
  }

  private func check(_ training: TrainingConfiguration, of baseline: DTMBaseline) throws(Diagnostic) {
    var job = training
    baseline.adjust(&job, updates: 100)
    // What is made later, in place of what was not named.
    switch job.baseline.knowledge {
    case .text(let path) where job[keyPath: path].files.isEmpty: job[keyPath: path].files = ["text"]
    case .fisher(let path) where job[keyPath: path].isEmpty: job[keyPath: path] = "information"
    default: break
    }
    try job.checkRecipe()
    try job.probe.check(job.written)
    guard job.method != .full else {
      throw Diagnostic(
        baseline.place, "\(baseline.name) trains all weights, beside adapters", expected: "method: lora or loramoe",
        status: .wrongUsage)
    }
    guard case .soup = baseline.kind, job.method != .lora else { return }
    throw Diagnostic(
      baseline.place, "\(baseline.name) averages adapters, and method: \(job.method.rawValue) has none that can be",
      expected: "a soup of method: lora", status: .wrongUsage)
  }

  /// Files and folders that rivals read, and where they were named.
  var baselineReads: [(place: String, path: String)] {
    get throws(Diagnostic) {
      var reads = pretraining.source.files.map { (written["pretraining.data"], $0) }
      for baseline in baselines {
        let job = try training(of: baseline)
        reads += job.baseline.files(job).map { (baseline.place, $0) }
        guard case .selection = baseline.kind else { continue }
        let chosen = try selection(of: baseline, records: 2)
        reads += [chosen.complexityModel, chosen.qualityModel, chosen.model, chosen.embedding, chosen.scores]
          .filter { !$0.isEmpty }.map { (baseline.place, $0) }
      }
      return reads.map { (place: $0.0, path: $0.1) }
    }
  }
}
