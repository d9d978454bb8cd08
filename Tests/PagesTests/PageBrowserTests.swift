import Evaluation
import Files
import TestSupport
import Testing

@testable import Pages

/// The page in a real browser. The driver's own words say what is wrong.
@Suite(
  .serialized, .enabled(if: Chromium.isInstalled, "skipped: chromium and chromium-driver are not installed"))
struct PageBrowserTests {
  @Test("Sorting, filters, links, side by side, search, keyboard, contrast, dark, narrow, print")
  func demo() throws {
    let scratch = try ScratchDirectory()
    let runs = try SyntheticRuns(
      count: 4, tasks: [("ranked", .choice, 400), ("written", .text, 90), ("programmed", .program, 60)]
    ).write(to: scratch)
    var page = Page(title: "A report", runs: runs, notes: ["a note"])
    page.gate = [
      "verdict": "cannot-tell", "headline": "cannot tell",
      "comparisons": [
        [
          "task": "ranked@test", "metric": "acc", "reference": 0.5, "candidate": 0.4, "difference": -0.1,
          "interval_95": [-0.2, 0], "p_worse": 0.04, "p_adjusted": 0.08, "verdict": "cannot-tell", "gated": true,
        ]
      ],
    ]
    try page.write(to: scratch["page.html"])
    let told = try Chromium.drive(scratch["page.html"], "demo")
    #expect(told == "", "\(told)")
  }

  @Test("Whatever texts and addresses try, nothing of them runs, and no markup comes of them")
  func hostile() throws {
    let scratch = try ScratchDirectory()
    let some = SyntheticRuns(
      count: 3,
      tasks: [
        ("ranked", .choice, injections.count), ("written", .text, injections.count),
        ("programmed", .program, injections.count),
      ], hostile: injections)
    let page = Page(title: injections.joined(separator: " "), runs: try some.write(to: scratch), notes: injections)
    try page.write(to: scratch["page.html"])
    let told = try Chromium.drive(scratch["page.html"], "hostile")
    #expect(told == "", "\(told)")
  }

  @Test("20 runs of 20,000 items open, and are less than 100 MB")
  func big() throws {
    let scratch = try ScratchDirectory()
    let runs = try SyntheticRuns(
      count: 20, tasks: [("ranked", .choice, 12_000), ("written", .text, 6_000), ("programmed", .program, 2_000)],
      words: 40
    ).write(to: scratch)
    let start = ContinuousClock.now
    try Page(title: "Twenty", runs: runs).write(to: scratch["page.html"])
    print("written in \(ContinuousClock.now - start)")
    let told = try Chromium.drive(scratch["page.html"], "big")
    print(told)
    #expect(!told.contains("failed") && told.contains("table drawn after"))
  }

  @Test("The file is valid HTML", .enabled(if: Chromium.isThere("tidy"), "skipped: tidy is not installed"))
  func valid() throws {
    let scratch = try ScratchDirectory()
    let runs = try SyntheticRuns(tasks: [("ranked", .choice, 9)], hostile: injections).write(to: scratch)
    try Page(title: injections.joined(), runs: runs).write(to: scratch["page.html"])
    let told = try Chromium.output("tidy -q -e '\(scratch["page.html"])' 2>&1").text
    #expect(told == "", "\(told)")
  }
}
