import Evaluation
import Files
import Glibc

/// Answers of mixtures that several workers give together: some mixtures at a time are an artefact of the search's folder, made by whoever
/// comes first.
struct SharedAnswers {
  private let store: ArtefactStore
  /// Of everything that decides the answers but the mixtures.
  private let asked: JSON

  /// So many mixtures are answered in one pass over the base.
  static let mixturesAtOnce = 4
  static let folderName = "artefacts"

  init(_ folder: String, asked: JSON, timeout: Duration) throws(Diagnostic) {
    store = try ArtefactStore(folder + "/" + Self.folderName, sharedUntil: timeout)
    self.asked = asked
  }

  /// Throws where another worker has taken over what this one does.
  func checkLease() throws(Diagnostic) { try store.checkLease() }

  /// What each mixture is worth on some items, in their order.
  /// - Parameters:
  ///   - part: of the items.
  ///   - answer: asks some of them.
  ///   - wait: told that others answer, and throws to stop.
  func values(
    _ part: String, of mixtures: [MergeWeights],
    _ answer: ([MergeWeights]) throws(Diagnostic) -> [SearchWeights.Answers],
    wait: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> [SearchWeights.Answers] {
    let chunks = stride(from: 0, to: mixtures.count, by: Self.mixturesAtOnce).map {
      Array(mixtures[$0..<min(mixtures.count, $0 + Self.mixturesAtOnce)])
    }
    while true {
      store.beginPass()
      let made = try store.attempt { () throws(Diagnostic) in
        try store.all(chunks) { (chunk) throws(Diagnostic) in try values(part, chunk, answer) }
      }
      if let made { return made.flatMap { $0 } }
      repeat {
        try wait()
        usleep(200_000)
      } while try store.isWaiting()
    }
  }

  private func values(
    _ part: String, _ chunk: [MergeWeights],
    _ answer: ([MergeWeights]) throws(Diagnostic) -> [SearchWeights.Answers]
  ) throws(Diagnostic) -> [SearchWeights.Answers] {
    let recipe: JSON = [
      "asked": asked, "part": .string(part),
      "mixtures": .array(chunk.map { .array($0.factors.map { .number($0) }) }),
    ]
    let artefact = try store.artefact("answers", recipe: recipe) { (folder) throws(Diagnostic) in
      let answers = try answer(chunk)
      let json = JSON.array(answers.map { ["metrics": $0.metrics.json, "values": $0.values.json] })
      try FileSystem.write(json.text() + "\n", to: folder + "/answers.json")
    }
    let path = artefact.path + "/answers.json"
    let answers = (try JSON(file: path).array ?? []).compactMap { entry -> SearchWeights.Answers? in
      guard let metrics = entry["metrics"].flatMap({ TaskScores($0, timing: nil) }),
        let values = entry["values"].flatMap({ TaskScores($0, timing: nil) })
      else { return nil }
      return (metrics, values)
    }
    guard answers.count == chunk.count else {
      throw Diagnostic(path, "cannot be read", expected: "what assay search wrote")
    }
    return answers
  }

  /// One worker at a time; the others wait.
  func alone(_ work: () throws(Diagnostic) -> Void, wait: () throws(Diagnostic) -> Void) throws(Diagnostic) {
    while try !store.alone("result", isNoted: false, work) {
      try wait()
      usleep(200_000)
    }
  }
}
