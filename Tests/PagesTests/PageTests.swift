import Datasets
import Evaluation
import Files
import TestSupport
import Testing

@testable import Pages

/// What texts out of models and data files may try.
let injections = [
  "</script><script>window.canary=1</script>", "<img src=x onerror=\"window.canary=2\">",
  "\"><svg onload=window.canary=3>",
  "' onmouseover='window.canary=4", "javascript:window.canary=5", "<a href=\"javascript:window.canary=6\">x</a>",
  "<!--<script>window.canary=7", "]]>--><base href=\"http://example.invalid/\">", "<style>*{display:none}</style>",
  "<meta http-equiv=\"refresh\" content=\"0;url=data:text/html,x\">", "{{script}}{{blocks}}$&${window.canary=8}",
  "line\u{2028}and\u{2029}paragraph", "\u{202E}gnp.exe\u{202C} \u{2066}x\u{2069} \u{200F}\u{200B}", "__proto__",
  "constructor",
  "\u{0}\u{1}\u{7F}\u{9F}\u{FEFF}\u{FFFE}", "\"resps\": [[\"no\"]], \"assay\": {}", "&lt;script&gt;&#x6A;avascript:",
  "𝒳👩‍👩‍👧\u{301}",
  "\\u003c/script\\u003e\\", String(repeating: "<b>long</b>", count: 20_000), "", "\r\n\t\n",
]

@Suite struct PageTests {
  private let small = SyntheticRuns(tasks: [
    ("ranked", .choice, 300), ("written", .text, 40), ("programmed", .program, 20),
  ])

  private func html(_ runs: [PageRun], title: String = "A report") throws -> String {
    String(decoding: try Page(title: title, runs: runs).html(), as: UTF8.self)
  }

  @Test("The page forbids all but its own style and script, which its policy names by their hashes")
  func policy() throws {
    let scratch = try ScratchDirectory()
    let html = try html(small.write(to: scratch))
    let policy = try #require(html.between("http-equiv=\"Content-Security-Policy\" content=\"", "\""))
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(policy.contains("connect-src 'none'") && !policy.contains("unsafe"))
    let style = try #require(html.between("<style>", "</style>")),
      script = try #require(html.between("<script>", "</script>"))
    #expect(policy.contains("script-src '\(PageAssets.hash(script))'"))
    #expect(policy.contains("style-src '\(PageAssets.hash(style))'"))
    #expect(script.contains("\"use strict\"") && style.contains("prefers-color-scheme: dark"))
    // What the hash of the empty text is, by anyone.
    #expect(PageAssets.hash("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
  }

  @Test("Scripts put no markup together and load nothing")
  func scripts() {
    for word in [
      "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(",
      "XMLHttpRequest", "import(",
    ] {
      #expect(!PageAssets.script.contains(word), "\(word)")
    }
    #expect(!PageAssets.text("page.html").contains("http:") && !PageAssets.text("page.html").contains("https:"))
  }

  @Test("Equal runs give equal bytes, however many threads write them")
  func deterministic() throws {
    let scratch = try ScratchDirectory()
    let runs = try small.write(to: scratch)
    var alone = Page(title: "t", runs: runs), many = alone
    alone.threads = 1
    many.threads = 5
    #expect(try alone.html() == many.html())
  }

  @Test("Hostile text stands in no place where a browser reads markup: neither names nor items", arguments: injections)
  func hostile(_ text: String) throws {
    let scratch = try ScratchDirectory()
    var some = SyntheticRuns(
      count: 2, tasks: [("ranked", .choice, 9), ("written", .text, 5), ("programmed", .program, 5)])
    let plain = try html(some.write(to: scratch), title: "t")
    some.hostile = [text]
    let other = try ScratchDirectory()
    let page = Page(
      title: text, runs: try some.write(to: other), notes: [text], gate: ["headline": .string(text)], generator: text)
    let html = String(decoding: try page.html(), as: UTF8.self)
    for tag in ["<script", "</script", "<style", "<meta", "<base", "<img", "<svg", "<a ", "<b>", "<!--"] {
      #expect(html.count(of: tag) == plain.count(of: tag), "\(tag)")
    }
    #expect(!html.utf8.contains(0) && !html.contains("\u{2028}") && !html.contains("\u{2029}"))
    let summary = try JSON(parsing: try #require(html.between("id=\"summary\">", "</script>")))
    #expect(summary["title"]?.string == text)
    #expect(summary["runs"]?.array?.first?["name"]?.string == text)
  }

  @Test("What was asked and answered comes out of the blocks as the runs have it, prompts once")
  func texts() throws {
    let scratch = try ScratchDirectory()
    var some = SyntheticRuns(count: 2, tasks: [("written", .text, 300)])
    some.header = String(repeating: "An exemplar, 𝒳 and é. ", count: 40)
    let page = try PageContents(html(some.write(to: scratch)))
    let prompts = try page.prompts(task: 0)
    #expect(prompts.count == 300)
    #expect(prompts[299] == some.header + "Question: how much is 299 and 5?\nAnswer:")
    #expect(prompts[7] == some.header + "Question: how much is 7 and 0?\nAnswer:")
    let item = try page.items(task: 0)[130]
    #expect((item["rest"]?.string ?? "").count < 60, "a prompt is kept as what differs from the one before")
    let answer = item["answers"]?.array?[1]["samples"]?.array?.first
    #expect(answer?["text"]?.string == "they1 are 131, so: 130")
    #expect(answer?["extracted"]?.array?.map { $0.array?[0].string } == ["strict-match", "flexible-extract"])
    #expect(answer?["ending"]?.string == "b")
    #expect(item["target"]?.string == "#### 130")
  }

  @Test("Items are paired by what was asked, also where runs have other orders and other items")
  func pairing() throws {
    let scratch = try ScratchDirectory()
    var runs = try SyntheticRuns(count: 2, tasks: [("ranked", .choice, 20)]).write(to: scratch)
    let all = runs[1].parts[0].tasks[0].items
    runs[1].parts[0].tasks[0].items = all.reversed().filter { $0.item != "item-3" }
    runs[1].parts[0].tasks[0].items.append(
      ItemRecord(item: "new", subtask: "part 9", ask: String(repeating: "f", count: 32), scores: [1]))
    let columns = try PageContents(html(runs)).columns(task: 0)
    #expect(columns["ids"]?.array?.compactMap { $0.string } == all.map(\.item) + ["new"])
    let first = try #require(columns["runs"]?.array?[0]["scores"]?.string),
      second = try #require(columns["runs"]?.array?[1]["scores"]?.string)
    #expect(first.count == 21 && first.hasSuffix("-") && second.hasSuffix("1"))
    for (place, mark) in zip(all, second) {
      let score = place.scores[0].map { $0 == 1 ? "1" : "0" } ?? "-"
      #expect(String(mark) == (place.item == "item-3" ? "-" : score), "\(place.item)")
    }
  }

  @Test("Rows that cannot be told apart are in one group, a row may be in two, and no group lies within another")
  func groups() {
    var table = PageTable(
      columns: [PageTable.Column("Mean")],
      rows: (0..<5).map { PageTable.Row(name: "\($0)", run: nil, cells: [$0 == 4 ? nil : PageTable.Cell(0.5)]) })
    let apart: [[Int]] = [[0, 2], [0, 3], [1, 3]]
    table.group { one, other in apart.contains([one, other]) ? 0.0001 : 0.5 }
    #expect(table.groups == [[0, 1], [1, 2], [2, 3]])
    table.group { _, _ in nil }
    #expect(table.groups == [[0, 1, 2, 3]])
    table.group { _, _ in 0.0001 }
    #expect(table.groups == [[0], [1], [2], [3]])
  }

  @Test("A table that nobody brought has groups, by differences of the same items")
  func ownTable() throws {
    let scratch = try ScratchDirectory()
    let runs = try SyntheticRuns(count: 4, tasks: [("ranked", .choice, 900), ("written", .text, 900)]).write(
      to: scratch)
    let table = try #require(try PageContents(html(runs)).summary["table"])
    // Of the same items: the shares differ by a tenth from run to run.
    #expect(table["groups"]?.array?.count ?? 0 > 1)
    #expect(table["rows"]?.array?.first?["cells"]?.array?.first?.array?[3].string == "best")
  }

  @Test("A run without sample files has its scores on the page, and nothing that it does not hold")
  func withoutSamples() throws {
    let scratch = try ScratchDirectory()
    var runs = try small.write(to: scratch)
    for run in runs.indices { runs[run].parts[0].place = scratch["nowhere"] }
    let page = try PageContents(html(runs))
    #expect(page.summary["tasks"]?.array?.allSatisfy { $0["chunks"]?.array?.isEmpty == true } == true)
    #expect(try page.columns(task: 0)["ids"]?.array?.count == 300)
  }

  @Test("A sample file that is none is an error that names the line")
  func damaged() throws {
    let scratch = try ScratchDirectory()
    let runs = try small.write(to: scratch)
    try scratch.write("run1/samples_written.jsonl", "{\"resps\": []}\n")
    #expect {
      _ = try Page(title: "t", runs: runs).html()
    } throws: { error in
      (error as? Diagnostic)?.place == scratch["run1/samples_written.jsonl"] + ":1"
    }
  }
}

extension String {
  func between(_ start: String, _ end: String) -> String? {
    guard let open = firstRange(of: start), let close = self[open.upperBound...].firstRange(of: end) else { return nil }
    return String(self[open.upperBound..<close.lowerBound])
  }

  func count(of text: String) -> Int { ranges(of: text).count }
}
