import Dispersal
import Files
import Tensors
import TestSupport
import Testing

@Suite struct DispersalTests {
  private func request(_ count: Int, of records: Int, seed: UInt64 = 1) -> DispersalRequest {
    DispersalRequest(sources: (0..<records).map { $0 % 10 < 7 ? "a" : "b" }, count: count, seed: seed)
  }

  private func sizes(_ clustering: Clustering) -> [Int] {
    (0..<clustering.count).map { label in clustering.labels.count { $0 == label } }
  }

  @Test("Dealt clusters differ in size by one at most, and follow the seed")
  func dealt() throws {
    for (count, records) in [(1, 5), (4, 4), (4, 103), (7, 1000)] {
      let clustering = try Dispersal.random(request(count, of: records))
      let sizes = sizes(clustering)
      #expect(sizes.reduce(0, +) == records && (sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
    let first = try Dispersal.random(request(4, of: 1000))
    #expect(try Dispersal.random(request(4, of: 1000)) == first)
    let other = try Dispersal.random(request(4, of: 1000, seed: 2))
    let equal = zip(first.labels, other.labels).count { $0 == $1 }
    #expect(equal > 180 && equal < 320, "\(equal) of 1000 labels are equal by chance")
  }

  @Test("Labels that are drawn one by one have binomial sizes")
  func independent() throws {
    let clustering = try Dispersal.independent(request(4, of: 4000))
    // 1000 expected, standard deviation 27.
    #expect(sizes(clustering).allSatisfy { abs($0 - 1000) < 110 } && Set(sizes(clustering)).count > 1)
    // A longer corpus has the same labels at its beginning.
    let longer = try Dispersal.independent(request(4, of: 5000))
    #expect(Array(longer.labels.prefix(4000)) == clustering.labels)
  }

  @Test("Stratified clusters hold as much of every source, by one")
  func stratified() throws {
    let request = request(4, of: 150), clustering = try Dispersal.stratified(request)
    #expect((sizes(clustering).max() ?? 0) - (sizes(clustering).min() ?? 0) <= 1)
    for counts in DispersalDiagnostics(clustering, request).contingency {
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
  }

  @Test("By source there are as many clusters as sources, in the order of the corpus")
  func source() throws {
    var request = request(99, of: 3)
    request.sources = ["z", "m", "z", "a"]
    let clustering = try Dispersal.source(request)
    #expect(clustering.labels == [0, 1, 0, 2] && clustering.names == ["z", "m", "a"])
    let diagnostics = DispersalDiagnostics(clustering, request)
    #expect(diagnostics.sizes == [2, 1, 1] && diagnostics.sources == ["z", "m", "a"])
    expectClose(diagnostics.sourceInformation ?? 0, 1, absolute: 1e-12)
    // exp of the entropy of (1/2, 1/4, 1/4): 2^(3/2).
    expectClose(diagnostics.effectiveCount, 2.8284271247461903, absolute: 1e-12)
    #expect(diagnostics.silhouette == nil)
  }

  @Test("Independent labels tell nothing of the source; one cluster has no information")
  func information() throws {
    var request = request(2, of: 4)
    request.sources = ["a", "a", "b", "b"]
    var clustering = Clustering(labels: [0, 1, 0, 1], count: 2)
    expectClose(DispersalDiagnostics(clustering, request).sourceInformation ?? 9, 0, absolute: 1e-12)
    #expect(DispersalDiagnostics(clustering, request).contingency == [[1, 1], [1, 1]])
    clustering = Clustering(labels: [0, 0, 0, 0], count: 1)
    #expect(DispersalDiagnostics(clustering, request).sourceInformation == nil)
  }

  @Test("More clusters than records are refused", arguments: [0, 6])
  func refusals(count: Int) {
    let error = #expect(throws: Diagnostic.self) { try Dispersal.random(request(count, of: 5)) }
    #expect(error?.problem == "\(count) clusters of 5 records" && error?.status == .wrongUsage)
  }

  @Test("Every dispersal has a name of its own")
  func names() {
    #expect(Set(Dispersal.all.map(\.name)).count == Dispersal.all.count && Dispersal.all.count >= 6)
  }
}
