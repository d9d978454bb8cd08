import Evaluation
import Files
import TestSupport
import Testing

@Suite("Metrics")
struct ChoiceMetricTests {
  private func item(_ choices: [String], gold: [Int]) -> Item {
    Item(id: "1", index: 0, question: "q", solution: .choices(choices, right: gold), record: .null)
  }

  @Test("acc: the first of equally likely choices counts")
  func ties() {
    let choices = [" a", " b", " c"]
    #expect(ChoiceMetric.acc.score([-2, -1, -1], item(choices, gold: [1])) == 1)
    #expect(ChoiceMetric.acc.score([-2, -1, -1], item(choices, gold: [2])) == 0)
    #expect(ChoiceMetric.acc.score([-1, -1, -1], item(choices, gold: [0])) == 1)
    #expect(ChoiceMetric.acc.score([-3, -2, -1], item(choices, gold: [0, 2])) == 1)
    #expect(ChoiceMetric.acc.score([-.infinity, -.infinity, -.infinity], item(choices, gold: [0])) == 1)
  }

  @Test("acc_norm: divided by code points, not bytes and not graphemes, without the leading space")
  func codePoints() {
    // 4 letters against 5: -4/4 = -1 beats -5.5/5 = -1.1; with the space counted it would be -0.8 against
    // -0.917.
    #expect(ChoiceMetric.accNorm.score([-4, -5.5], item([" abcd", " abcde"], gold: [0])) == 1)
    // é as e + accent is 2 code points (3 bytes, 1 grapheme): -2/2 against -1.2/1.
    #expect(ChoiceMetric.accNorm.score([-2, -1.2], item([" e\u{301}", " x"], gold: [0])) == 1)
    // é as one code point has 2 bytes: -2/1 against -1.2/1.
    #expect(ChoiceMetric.accNorm.score([-2, -1.2], item([" \u{E9}", " x"], gold: [0])) == 0)
    // A choice without the leading space keeps all its characters; of two leading spaces one counts.
    #expect(ChoiceMetric.accNorm.score([-4, -5], item(["ab", "  b"], gold: [0])) == 1)
    #expect(ChoiceMetric.accNorm.score([-5, -4], item(["ab", "  b"], gold: [1])) == 1)
  }

  @Test("acc_norm: an empty choice is never chosen, and divides nothing by zero")
  func emptyChoice() {
    #expect(ChoiceMetric.accNorm.score([0, -50], item([" ", " x"], gold: [1])) == 1)
    #expect(ChoiceMetric.accNorm.score([-1, -50], item(["", " x"], gold: [1])) == 1)
  }

  @Test("mc2: the right answers' share of the probability, also where the exponentials underflow")
  func share() throws {
    let choices = [" a", " b", " c"]
    let plain = try #require(ChoiceMetric.mc2().score([-1, -2, -3], item(choices, gold: [0, 2])))
    // (e^-1 + e^-3) / (e^-1 + e^-2 + e^-3)
    expectClose(plain, 0.755_271_528_945_202_3, absolute: 1e-15)
    let deep = try #require(ChoiceMetric.mc2().score([-9001, -9002, -9003], item(choices, gold: [0, 2])))
    expectClose(deep, plain, absolute: 1e-15)
    #expect(ChoiceMetric.mc2().score([0, -.infinity, -.infinity], item(choices, gold: [1])) == 0)
    #expect(ChoiceMetric.mc2().name == "mc2")
    #expect(ChoiceMetric.mc2(named: "acc").name == "acc")
  }

  @Test("What is not a number is not scored")
  func notANumber() {
    let item = item([" a", ""], gold: [0])
    for metric in [ChoiceMetric.acc, .accNorm, .mc2()] {
      #expect(metric.score([.nan, -1], item) == nil)
      #expect(metric.score([-1, .nan], item) == nil)
    }
    #expect(ChoiceMetric.mc2().score([-.infinity, -.infinity], item) == nil)
  }
}
