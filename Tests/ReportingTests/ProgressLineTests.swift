import Evaluation
import Reporting
import Synchronization
import Testing

@Suite struct ProgressLineTests {
  private final class Screen: Sendable {
    private let shown = Mutex("")
    var text: String { shown.withLock { $0 } }
    func write(_ text: String) { shown.withLock { $0 += text } }
  }

  /// A run of six tasks, of 1 000 units of work.
  private func progress(
    _ done: Int, computed: Int, seconds: Int, work: Double, own: Double, place: Int = 2
  ) -> JobProgress {
    JobProgress(
      Runner.Progress(
        task: "mmlu", place: place, of: 6, done: done, total: 14_042, computed: computed, tokens: computed * 100,
        elapsed: .seconds(seconds),
        whole: .init(done: done, total: 20_000, workDone: work, workTotal: 1000, workComputed: own)))
  }

  @Test("on a terminal one line is rewritten, at most ten times a second, no wider than it, and taken away at the end")
  func terminal() {
    let screen = Screen(), start = ContinuousClock.now
    var line = ProgressLine(isTerminal: true, width: { 40 }) { screen.write($0) }
    line.prepare(JobProgress("opening m"), at: start)
    line.show(progress(1000, computed: 0, seconds: 0, work: 200, own: 0), at: start + .milliseconds(99))
    line.show(progress(1000, computed: 0, seconds: 0, work: 200, own: 0), at: start + .milliseconds(100))
    line.beat(at: start + .seconds(99))
    line.clear()
    line.clear()
    line.show(progress(1042, computed: 42, seconds: 10, work: 300, own: 100), at: start + .seconds(100))
    line.end()
    #expect(
      screen.text == "\ropening m\u{1B}[K" + "\r20 %; [2/6] mmlu: 1 000 of 14 042 items\u{1B}[K" + "\r\u{1B}[K"
        + "\r30 %, 11 min 39 s left; [2/6] mmlu: 1 0\u{1B}[K" + "\r\u{1B}[K")
  }

  @Test("elsewhere there is a line at the start, at each step and every half minute, and no control characters")
  func log() {
    let screen = Screen()
    let start = ContinuousClock.now
    var line = ProgressLine(isTerminal: false) { screen.write($0) }
    for second in 0...70 {
      line.show(
        progress(second, computed: second, seconds: second, work: Double(second), own: Double(second)),
        at: start + .seconds(second))
    }
    line.show(progress(0, computed: 0, seconds: 0, work: 75, own: 75, place: 3), at: start + .seconds(75))
    line.beat(at: start + .seconds(104))
    line.beat(at: start + .seconds(105))
    line.end()
    line.beat(at: start + .seconds(300))
    #expect(
      screen.text == """
        0 %; [2/6] mmlu: 0 of 14 042 items
        3 %, 16 min 10 s left; [2/6] mmlu: 30 of 14 042 items, 100 tokens/s
        6 %, 15 min 40 s left; [2/6] mmlu: 60 of 14 042 items, 100 tokens/s
        7 %, 15 min 25 s left; [3/6] mmlu: 0 of 14 042 items
        7 %, 21 min 35 s left; [3/6] mmlu: 0 of 14 042 items

        """)
  }

  @Test("in a log what comes before the job is told only where it takes long")
  func preparation() {
    let screen = Screen()
    let start = ContinuousClock.now
    var line = ProgressLine(isTerminal: false) { screen.write($0) }
    line.prepare(JobProgress("opening m"), at: start)
    line.beat(at: start + .seconds(29))
    #expect(screen.text.isEmpty)
    line.beat(at: start + .seconds(30))
    line.prepare(JobProgress("merging", "3 tensors"), at: start + .seconds(31))
    line.show(JobProgress("merging", "tensor 1 of 3", done: 1, of: 3), at: start + .seconds(31))
    #expect(screen.text == "opening m\n33 %; merging: tensor 1 of 3\n")
  }

  @Test("what earlier sessions did counts as done and says nothing of the time that is left")
  func resumed() {
    let screen = Screen()
    let start = ContinuousClock.now
    var line = ProgressLine(isTerminal: false) { screen.write($0) }
    line.show(JobProgress("a", done: 50, of: 100, computed: 0), at: start)
    line.show(JobProgress("b", done: 60, of: 100, computed: 0), at: start + .seconds(1))
    line.show(JobProgress("c", done: 70, of: 100, computed: 10), at: start + .seconds(10))
    line.show(JobProgress("d", "nearly", done: 99.99, of: 100, computed: 39.99), at: start + .seconds(20))
    line.show(JobProgress("e"), at: start + .seconds(21))
    #expect(screen.text == "50 %; a\n60 %; b\n70 %, 30 s left; c\n99 %, 0.0 s left; d: nearly\ne\n")
  }
}
