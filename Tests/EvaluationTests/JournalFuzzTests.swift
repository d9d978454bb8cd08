import Evaluation
import Files
import TestSupport
import Testing

@Suite struct JournalFuzzTests {
  @Test("10,000 mutated journals: each is read, or refused with its line; nothing is invented")
  func mutations() throws {
    let folder = try ScratchDirectory()
    let path = folder["journal.jsonl"]
    let originals = (0..<4).map { JournalTests.outcome($0) }
    let journal = try Journal(path)
    for outcome in originals { try journal.append(outcome) }
    let sound = try FileSystem.bytes(of: path)

    var generator = SeededGenerator(seed: 20_261_120)
    var read = 0
    var refused = 0
    for _ in 0..<FuzzTarget.count(atLeast: 10_000) {
      let bytes = Self.mutate(sound, &generator)
      let file = try AppendOnlyFile(path, truncating: true)
      try file.append(bytes)
      do {
        let outcomes = try Journal(path).records.map(\.outcome)
        #expect(outcomes.allSatisfy(originals.contains))
        read += 1
      } catch {
        #expect(error.place.hasPrefix(path + ":"))
        refused += 1
      }
    }
    #expect(
      read > 500 && refused > 500, "the mutations must reach both ends: \(read) read, \(refused) refused")
  }

  /// One to three small damages: flipped bits, rubbish, cuts, doubled or moved pieces.
  private static func mutate(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...Int.random(in: 0..<3, using: &generator) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, at + Int.random(in: 1...300, using: &generator))
      switch Int.random(in: 0..<7, using: &generator) {
      case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: bytes[at] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
      case 4: bytes.removeSubrange(at...)
      case 5: bytes.insert(0x0A, at: at)
      default:
        bytes.insert(contentsOf: (0..<8).map { _ in UInt8.random(in: 0...255, using: &generator) }, at: at)
      }
    }
    return bytes
  }
}
