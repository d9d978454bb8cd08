import Dispersal
import Tensors
import TestSupport
import Testing

@Suite struct KMeansTests {
  private static let width = 13

  /// Unit vectors around so many directions.
  private func points(_ count: Int, groups: Int, spread: Float = 0.3, seed: UInt64 = 4) -> [[Float]] {
    var random = SeededGenerator(seed: seed)
    let centres = (0..<groups).map { _ in random.floats(Self.width) }
    return (0..<count).map { index in
      let values = zip(centres[index % groups], random.floats(Self.width)).map { $0 + spread * $1 }
      let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return values.map { $0 / length }
    }
  }

  private func request(_ points: [[Float]], _ count: Int, seed: UInt64 = 1, threads: Int = 2) -> DispersalRequest {
    DispersalRequest(
      sources: points.map { _ in "one" }, count: count, seed: seed,
      embeddings: DispersalRequest.Embeddings(
        vectors: FloatBuffer(points.flatMap { $0 }), width: Self.width, pool: ThreadPool(threads: threads)))
  }

  private func sizes(_ clustering: Clustering) -> [Int] {
    (0..<clustering.count).map { label in clustering.labels.count { $0 == label } }
  }

  @Test("Groups that lie apart are found", arguments: [Dispersal.kMeans.name, Dispersal.faissKMeans.name])
  func groups(name: String) throws {
    let dispersal = name == "kmeans" ? Dispersal.kMeans : Dispersal.faissKMeans
    // A random start may put two centroids into one group: faiss's way gets one that lies well.
    let clustering = try dispersal(request(points(300, groups: 3, spread: 0.1), 3, seed: name == "kmeans" ? 1 : 5))
    let labels = clustering.labels
    #expect(Set(labels).count == 3)
    #expect(labels.indices.allSatisfy { labels[$0] == labels[$0 % 3] })
    #expect(Set(labels.prefix(3)).count == 3)
  }

  @Test("The objective never grows", arguments: 1...6)
  func objective(seed: Int) throws {
    for dispersal in [Dispersal.kMeans, .faissKMeans] {
      var request = request(points(400, groups: 9, spread: 1.5, seed: UInt64(seed)), 8, seed: UInt64(seed))
      request.iterations = 100
      let objectives = try dispersal(request).objectives
      #expect(objectives.count > 3, "\(dispersal.name)")
      for (before, after) in zip(objectives, objectives.dropFirst()) {
        #expect(after <= before + 1e-5, "\(dispersal.name): \(before), then \(after)")
      }
    }
  }

  @Test("More restarts are never worse, and the labels are the nearest centroids'")
  func restarts() throws {
    var request = request(points(300, groups: 12, spread: 1.5), 10)
    request.restarts = 1
    let one = try Dispersal.kMeans(request).objectives.last ?? 0
    request.restarts = 10
    let best = try Dispersal.kMeans(request)
    #expect((best.objectives.last ?? .infinity) <= one)
    let vectors = points(300, groups: 12, spread: 1.5)
    let centroids = (0..<10).map { label -> [Double] in
      let sum = (0..<Self.width).map { column in
        vectors.indices.reduce(0.0) { best.labels[$1] == label ? $0 + Double(vectors[$1][column]) : $0 }
      }
      let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return sum.map { $0 / length }
    }
    var total = 0.0
    for (vector, label) in zip(vectors, best.labels) {
      let cosines = centroids.map { zip($0, vector).reduce(0) { $0 + $1.0 * Double($1.1) } }
      #expect(cosines[label] >= (cosines.max() ?? 0) - 1e-6)
      total += 1 - cosines[label]
    }
    expectClose(total, best.objectives.last ?? 0, absolute: 1e-4)
  }

  @Test("The same labels for any threads; a corpus in another order has the same labels in that order")
  func sameness() throws {
    // More than one block of rows, and some vectors twice.
    let some = points(4500, groups: 6, spread: 1), all = some + some.prefix(40)
    let order = (0..<all.count).map { ($0 * 2287 + 5) % all.count }
    #expect(Set(order).count == all.count)
    for dispersal in [Dispersal.kMeans, .faissKMeans] {
      var asked = request(all, 5, threads: 1)
      asked.restarts = 2
      asked.iterations = 12
      let expected = try dispersal(asked)
      for threads in [2, 3] {
        asked.embeddings = request(all, 5, threads: threads).embeddings
        #expect(try dispersal(asked) == expected, "\(dispersal.name), \(threads) threads")
      }
      asked.embeddings = request(order.map { all[$0] }, 5).embeddings
      #expect(try dispersal(asked).labels == order.map { expected.labels[$0] }, "\(dispersal.name), permuted")
      asked.seed = 2
      #expect(try dispersal(asked).labels != expected.labels)
    }
  }

  @Test("One cluster, and as many as records; no cluster is empty, even of equal vectors")
  func edges() throws {
    let points = points(12, groups: 12, spread: 1)
    #expect(Set(try Dispersal.kMeans(request(points, 1)).labels) == [0])
    #expect(Set(try Dispersal.kMeans(request(points, 12)).labels).count == 12)
    #expect(Set(try Dispersal.faissKMeans(request(points, 12)).labels).count == 12)
    let equal = Array(repeating: points[0], count: 8) + [points[1]]
    #expect(!sizes(try Dispersal.kMeans(request(equal, 4))).contains(0))
    #expect(!sizes(try Dispersal.kMeans(request(equal, 9))).contains(0))
  }

  @Test("Balanced clusters differ in size by one at most, and keep what is near", arguments: [2, 5, 7])
  func balanced(count: Int) throws {
    let points = points(103, groups: 3, spread: 0.4)
    for dispersal in [Dispersal.kMeans, .faissKMeans] {
      var asked = request(points, count)
      asked.isBalanced = true
      let clustering = try dispersal(asked), sizes = sizes(clustering)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1 && sizes.reduce(0, +) == 103)
      let silhouette = DispersalDiagnostics(clustering, asked).silhouette ?? -1
      let dealt = DispersalDiagnostics(try Dispersal.random(asked), asked).silhouette ?? 1
      #expect(silhouette > dealt, "\(silhouette) is no better than \(dealt)")
    }
  }

  @Test("The silhouette is that of all pairs")
  func silhouette() throws {
    let points = points(60, groups: 4, spread: 1)
    let asked = request(points, 4), clustering = try Dispersal.kMeans(asked), labels = clustering.labels
    func distance(_ i: Int, _ j: Int) -> Double {
      1 - zip(points[i], points[j]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    var total = 0.0
    for i in points.indices {
      let means = (0..<4).map { label -> Double in
        let others = points.indices.filter { labels[$0] == label && $0 != i }
        return others.isEmpty ? 0 : others.reduce(0) { $0 + distance(i, $1) } / Double(others.count)
      }
      guard labels.count(where: { $0 == labels[i] }) > 1 else { continue }
      let outside = means.indices.filter { $0 != labels[i] }.map { means[$0] }.min() ?? 0
      total += (outside - means[labels[i]]) / max(outside, means[labels[i]])
    }
    let silhouette = try #require(DispersalDiagnostics(clustering, asked).silhouette)
    expectClose(silhouette, total / 60, absolute: 1e-5)
  }
}
