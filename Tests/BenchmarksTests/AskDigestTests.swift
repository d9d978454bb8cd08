import Benchmarks
import Datasets
import Evaluation
import Files
import Testing

@Suite("Ask digest and requests")
struct AskDigestTests {
  private let items = [
    Item(
      id: "1", index: 0, subtask: "s", header: "h", exemplars: ["e1", "e2"], question: "q",
      solution: .choices([" a", " b"], right: [1]), record: .null)
  ]

  @Test("The digests of all protocols on the fixtures differ, and are the same every time")
  func distinct() throws {
    let digests = try Benchmark.all.map { $0.askDigest(items: try $0.items(from: .fixtures)) }
    #expect(Set(digests).count == Benchmark.all.count)
    #expect(try digests == Benchmark.all.map { $0.askDigest(items: try $0.items(from: .fixtures)) })
    #expect(digests.allSatisfy { $0.count == 64 })
  }

  @Test("Whatever changes what is asked or how it is scored changes the digest")
  func changes() {
    let benchmark = Benchmark.mmluHendrycks
    var digests = [benchmark.askDigest(items: items), benchmark.askDigest(items: items + items)]
    func addItem(_ change: (inout Item) -> Void) {
      var changed = items
      change(&changed[0])
      digests.append(benchmark.askDigest(items: changed))
    }
    addItem { $0.id = "2" }
    addItem { $0.subtask = nil }
    addItem { $0.header = "hh" }
    addItem { $0.exemplars = ["e2", "e1"] }
    addItem { $0.exemplars = ["e1e2"] }
    addItem { $0.question = "q " }
    addItem { $0.solution = .choices([" b", " a"], right: [1]) }
    addItem { $0.solution = .choices([" a", " b"], right: [0]) }
    func addProtocol(_ change: (inout Benchmark) -> Void) {
      var changed = benchmark
      change(&changed)
      digests.append(changed.askDigest(items: items))
    }
    addProtocol { $0.name = "mmlu2" }
    addProtocol { $0.variant = "x" }
    addProtocol { $0.version += 1 }
    addProtocol { $0.shots = 4 }
    addProtocol { $0.overflow = .truncateLeft }
    addProtocol { $0.overflow = .dropExemplars(limit: 4096) }
    addProtocol { $0.asking = .choice(ChoiceRule(metrics: [.acc])) }
    addProtocol { $0.aggregation = .macro }
    addProtocol { $0.asking = .choice(ChoiceRule(boundary: .lastTokenAlone, metrics: [.acc, .accNorm])) }
    addProtocol { $0.categories.removeLast() }
    #expect(Set(digests).count == digests.count)
  }

  @Test("Words for people, and the index, do not change it")
  func words() {
    var benchmark = Benchmark.mmluHendrycks
    var items = items
    let digest = benchmark.askDigest(items: items)
    benchmark.summary = "other words"
    benchmark.citation = "another paper"
    items[0].record = "another record"
    #expect(benchmark.askDigest(items: items) == digest)
  }

  @Test("An item asks one request for each choice, all after the same context")
  func requests() {
    let all = items[0].requests(boundary: .lastTokenAlone)
    #expect(all.map(\.continuation) == [" a", " b"])
    #expect(all.allSatisfy { $0.context == "he1e2q" && $0.boundary == .lastTokenAlone })
    #expect(items[0].requests(shots: 1).map(\.context) == ["he1q", "he1q"])
    #expect(items[0].requests(shots: 0)[0] == LikelihoodRequest(context: "hq", continuation: " a"))
  }
}
