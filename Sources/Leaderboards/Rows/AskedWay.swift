import Evaluation
import Files

/// How a run asked a task, so far as it could move a number: scores of one way stand in one column, of another in another.
public struct AskedWay: Sendable, Hashable {
  /// `Benchmark.id`, and its version; nil where a summary does not say.
  public var id: String
  public var version: Int?
  /// `on` or `off`.
  public var bos: String?
  public var items: Int
  /// The number of exemplars, where that is not the protocol's.
  public var shots: Int?
  /// Digests over all that is asked, and over a list of items.
  public var ask: String?
  public var subset: String?
  /// As `run.json` has it.
  public var generation: String?
  /// The kind of verdicts that programs were given.
  public var verdicts: String?
  /// How a chat template was applied, where one was.
  public var template: String?
  /// Where the numbers are of no run's items: the report that says them.
  public var source: String?

  /// - Parameter identity: of the run, as `run.json` has it.
  init(_ record: TaskRecord, identity: JSON) {
    let asked = identity["tasks"]?[record.id] ?? .null
    id = record.id
    version = asked["version"]?.integer
    bos = asked["bos"]?.string
    items = record.items.count
    shots = asked["shots"]?.integer
    ask = asked["ask"]?.string
    subset = asked["subset"]?.string
    generation = asked["generation"].flatMap { $0.isNull ? nil : $0.text() }
    verdicts = asked["verdicts"]?.string
    template = (asked["template"] ?? identity["template"]).flatMap { $0.isNull ? nil : $0.string ?? $0.text() }
  }

  init(id: String, items: Int, source: String) {
    self.id = id
    self.items = items
    self.source = source
  }

  /// In what the other way is another one, for people.
  func difference(to other: AskedWay) -> [String] {
    var found: [String] = []
    func tell(_ name: String, _ own: String?, _ theirs: String?, otherwise: String = "not set") {
      if own != theirs { found.append("\(name) \(own ?? otherwise) instead of \(theirs ?? otherwise)") }
    }
    tell("version", version.map { "\($0)" }, other.version.map { "\($0)" })
    tell("BOS", bos, other.bos)
    tell("n", "\(items)", "\(other.items)")
    tell("exemplars", shots.map { "\($0)" }, other.shots.map { "\($0)" }, otherwise: "as the protocol says")
    tell("generation", generation, other.generation)
    tell("verdicts", verdicts, other.verdicts)
    tell("template", template, other.template)
    if ask != other.ask, shots == other.shots { found.append("other data") }
    if subset != other.subset { found.append("another list of items") }
    if source != other.source { found.append("numbers of \(source ?? "runs") instead of \(other.source ?? "runs")") }
    return found.isEmpty ? ["other items"] : found
  }
}
