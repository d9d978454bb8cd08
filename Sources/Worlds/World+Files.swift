public import Files

extension World {
  /// All files of the world but `world.json`, made one after the other.
  public func files(_ write: (WorldFile) throws(Diagnostic) -> Void) throws(Diagnostic) {
    try write(pretrainingFile)
    let instructions = Instructions(world: self)
    for source in 0..<spec.sources { try write(instructions.file(source)) }
    try write(instructions.keptFile())
    let tasks = KnowledgeFiles(world: self).all + SkillFiles(world: self).all
    for file in tasks { try write(file) }
    let counts = tasks.filter(\.isAsked).map { (key: String($0.path.dropFirst(5)), value: JSON.integer($0.itemCount)) }
    let items: JSON = [
      "made_by": "assay world", "seed": .string("\(seed)"), "items": .object(JSONObject(counts)),
    ]
    try write(WorldFile("data/items.json", items.text(pretty: true) + "\n"))
  }

  /// How many `files` makes: corpus, counts, instructions of each source and those that are kept back, and the benchmarks'.
  public var fileCount: Int { spec.sources + 3 + Self.benchmarkFileCount }
  private static let benchmarkFileCount = 32

  private var pretrainingFile: WorldFile {
    let pretraining = Pretraining(self)
    return WorldFile(
      "pretraining/corpus.jsonl", lines: (0..<spec.documents).map { ["text": .string(pretraining.document($0))] })
  }
}
