import Files
import Pipelines
import Testing

@Suite struct SlurmScriptTests {
  private func script(_ minutes: Int) -> SlurmScript {
    SlurmScript(name: "a", tasks: 3, processors: 2, memory: (5 << 20) + 1, minutes: minutes, command: ["assay", "x"])
  }

  @Test(
    "Minutes as days, hours and minutes",
    arguments: [(1, "0-00:01:00"), (59, "0-00:59:00"), (60, "0-01:00:00"), (1439, "0-23:59:00"), (1440, "1-00:00:00")])
  func times(minutes: Int, text: String) {
    #expect(script(minutes).text.contains("#SBATCH --time=\(text)\n"))
  }

  @Test("Memory is rounded up; without a conclusion there is no second job")
  func plain() {
    let text = script(5).text
    #expect(text.contains("#SBATCH --mem=6M\n") && !text.contains("dependency"))
  }

  @Test("Lines that would say something else are refused", arguments: ["-p\nx", "", "p=1", "-p\u{7F}"])
  func directives(text: String) {
    var script = script(5)
    script.directives = [text]
    #expect(throws: Diagnostic.self) { try script.check() }
  }
}
