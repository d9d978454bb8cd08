import TestSupport
import Testing

@testable import Inference

@Suite struct PrefixTreeTests {
  private func sequence(_ index: Int, _ context: [Int32], _ continuation: [Int32], limit: Int = 100) -> ScoredSequence {
    ScoredSequence(
      request: index, encoding: .init(context: context, continuation: continuation), limit: limit)
  }

  @Test("truncation keeps the last tokens; the continuation's rows stay the last ones")
  func truncation() {
    let whole = sequence(0, [1, 2, 3], [4, 5])
    #expect(whole.fed == [1, 2, 3, 4] && whole.truncated == 0 && whole.firstScoredRow == 2)
    let cut = sequence(0, [1, 2, 3], [4, 5], limit: 3)
    #expect(cut.fed == [2, 3, 4] && cut.truncated == 1 && cut.firstScoredRow == 1 && cut.contextTokens == 3)
    let all = sequence(0, [1, 2, 3], [4, 5], limit: 2)
    #expect(all.fed == [3, 4] && all.truncated == 2 && all.firstScoredRow == 0)
  }

  @Test("four one-letter choices are one path with four targets at its end")
  func oneTokenChoices() {
    let tree = PrefixTree((0..<4).map { sequence($0, [1, 2, 3], [Int32(10 + $0)]) })
    #expect(tree.nodes.count == 1 && tree.tokenCount == 3)
    #expect(tree.nodes[0].targets.map(\.sequence).sorted() == [0, 1, 2, 3])
    #expect(tree.nodes[0].targets.allSatisfy { $0.position == 2 && $0.index == 0 })
  }

  @Test(
    "every path spells its sequence, every target is there once, and no beginning is there twice", arguments: 0..<60)
  func property(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let sequences = (0..<Int.random(in: 1...40, using: &random)).map { index in
      // Three letters make many shared beginnings, equal sequences and prefixes of others.
      let context = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int32.random(in: 0..<3, using: &random) }
      let continuation = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int32.random(in: 0..<3, using: &random)
      }
      return sequence(index, context, continuation, limit: 11)
    }
    let tree = PrefixTree(sequences)
    var seen: Set<[Int]> = []
    func walk(_ node: Int, _ path: [Int32]) {
      let edge = tree.nodes[node]
      #expect(edge.range.lowerBound == path.count && !edge.range.isEmpty)
      let path = path + tree.sequences[edge.sequence].fed[edge.range]
      for target in edge.targets {
        #expect(edge.range.contains(target.position))
        let whole = tree.sequences[target.sequence]
        #expect(Array(whole.fed[...target.position]) == Array(path[...target.position]))
        #expect(whole.firstScoredRow + target.index == target.position)
        #expect(seen.insert([target.sequence, target.index]).inserted)
      }
      let firsts = edge.children.map { tree.sequences[tree.nodes[$0].sequence].fed[path.count] }
      #expect(Set(firsts).count == firsts.count)
      for child in edge.children { walk(child, path) }
    }
    for root in tree.roots { walk(root, []) }
    #expect(seen.count == sequences.reduce(0) { $0 + $1.continuation.count })
    let distinct = Set(sequences.flatMap { s in (1...s.fed.count).map { Array(s.fed[..<$0]) } })
    #expect(tree.tokenCount == distinct.count)
  }
}
