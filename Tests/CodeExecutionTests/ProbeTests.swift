import Files
import Testing

@testable import CodeExecution

@Suite struct ProbeTests {
  private static let required = [
    "system-call filter", "no new privileges", "no capabilities", "resource limits", "process limit of its own",
    "no descriptors", "tests out of reach", "audit hook",
  ]

  @Test(
    "no layer of this machine can be got out of, with and without namespaces",
    arguments: [[], ["namespaces"], ["user namespace"]])
  func holds(without: [String]) throws {
    let findings = try SandboxProbe(without: without).findings
    #expect(findings.filter { $0.state == .broken }.isEmpty)
    #expect(findings.filter(\.isRequired).map(\.name) == Self.required)
    #expect(findings.allSatisfy { !$0.isRequired || $0.state == .present })
    #expect(findings.allSatisfy { !$0.proof.isEmpty })
    if without == ["namespaces"] {
      #expect(findings.allSatisfy { $0.isRequired == ($0.state == .present) })
    }
  }

  @Test("a required layer that is missing stops the sandbox by its name", arguments: required)
  func missing(layer: String) throws {
    let error = #expect(throws: Diagnostic.self) { try Sandbox(Sandbox.Options(workers: 1, without: [layer])) }
    #expect(error?.place == "sandbox")
    #expect(error?.problem == "the layer '\(layer)' is missing: left out on request")
    #expect(error?.expectation.contains("--allow-weaker-sandbox") == true)
  }

  @Test("without a layer it goes on where that is allowed, and says so")
  func weaker() throws {
    let options = Sandbox.Options(workers: 1, allowsWeaker: true, without: ["system-call filter", "audit hook"])
    let sandbox = try Sandbox(options)
    #expect(sandbox.json["weaker"]?.bool == true)
    #expect(sandbox.json["layers"]?.array?.contains("system-call filter") == false)
    var verdicts: [Verdict] = []
    let program = Program(candidate: "def f(x): return x", tests: "assert f(1) == 1", entryPoint: "f")
    try sandbox.reports(of: [program]) { verdicts.append($1.verdict) }
    #expect(verdicts == [.passed])
  }

  @Test("without namespaces no file is opened, and programs are judged all the same")
  func noNamespaces() throws {
    let sandbox = try Sandbox(Sandbox.Options(workers: 1, without: ["namespaces"]))
    var verdicts = [Verdict?](repeating: nil, count: 2)
    let programs = ["def f(x): return x", "def f(x): return len(open('/etc/passwd').read()) and x"].map {
      Program(candidate: $0, tests: "assert f(1) == 1", entryPoint: "f")
    }
    try sandbox.reports(of: programs) { verdicts[$0] = $1.verdict }
    #expect(verdicts[0] == .passed)
    #expect(verdicts[1]?.description.hasPrefix("exception: PermissionError") == true)
  }

  @Test("lines that the probe does not write are not understood")
  func lines() {
    let line = "audit hook\trequired\tpresent\tproof\n"
    #expect(SandboxProbe.findings(in: line)?.first?.name == "audit hook")
    for text in ["audit hook", "a\trequired\tmaybe\tb", "a\tb\n", line + "x\n"] {
      #expect(SandboxProbe.findings(in: text) == nil)
    }
  }
}
