import Evaluation
import Reporting
import Testing

@Suite struct ProgressLineTests {
  private final class Screen {
    var text = ""
  }

  private func progress(_ done: Int, computed: Int, seconds: Int, places: Int = 6) -> Runner.Progress {
    Runner.Progress(
      task: "mmlu", place: 2, of: places, done: done, total: 14_042, computed: computed,
      tokens: computed * 100,
      elapsed: .seconds(seconds))
  }

  @Test("on a terminal one line is rewritten, at most ten times a second, and taken away at the end")
  func terminal() {
    let screen = Screen()
    let start = ContinuousClock.now
    var line = ProgressLine(isTerminal: true, start: start) { screen.text += $0 }
    line.show(progress(1, computed: 1, seconds: 1), at: start + .milliseconds(50))
    #expect(screen.text.isEmpty)
    line.show(progress(1000, computed: 0, seconds: 0), at: start + .milliseconds(100))
    line.show(progress(1001, computed: 1, seconds: 1), at: start + .milliseconds(199))
    line.show(progress(1042, computed: 42, seconds: 10, places: 1), at: start + .milliseconds(200))
    line.clear()
    line.clear()
    #expect(
      screen.text == "\r[2/6] mmlu: 1 000 of 14 042 items\u{1B}[K"
        + "\rmmlu: 1 042 of 14 042 items, 420 tokens/s, 51 min 35 s left\u{1B}[K" + "\r\u{1B}[K")
  }

  @Test("elsewhere there is a line a minute and no control characters")
  func log() {
    let screen = Screen()
    let start = ContinuousClock.now
    var line = ProgressLine(isTerminal: false, start: start) { screen.text += $0 }
    for second in 1...130 {
      line.show(progress(second, computed: second, seconds: second), at: start + .seconds(second))
    }
    line.clear()
    #expect(
      screen.text == """
        [2/6] mmlu: 60 of 14 042 items, 100 tokens/s, 3 h 53 min left
        [2/6] mmlu: 120 of 14 042 items, 100 tokens/s, 3 h 52 min left

        """)
  }
}
