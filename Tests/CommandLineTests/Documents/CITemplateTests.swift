import Configuration
import Files
import TestSupport
import Testing

/// The templates for CI, and the story that README tells: in a repository of its own, with the shell steps as the files have them.
@Suite(.enabled(if: FileSystem.exists("/usr/bin/git") && FileSystem.exists("/bin/bash")))
struct CITemplateTests {
  private let folder: ScratchDirectory
  private static let tasks = "arc,openbookqa,race"

  init() throws {
    folder = try ScratchDirectory()
    let made = try Command.run(["world", "--out", folder["world"], "--seed", "1", "--set", "documents=0"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
  }

  /// The step of the action, and the script of the job for GitLab, as bash runs them.
  private static func steps() throws -> [String] {
    let root = DocumentedCommand.root + "/benchmarks/ci/"
    let action = try ConfigurationFile(path: root + "action.yml").settings
    let steps = action.first { $0.key == "runs.steps" }?.value.array ?? []
    let job = try ConfigurationFile(path: root + "gitlab.yml").settings
    let script = (job.first { $0.key == ".assay-gate.script" }?.value.array ?? []).compactMap(\.string)
    try #require(steps.count == 1 && script.count == 2)
    return steps.compactMap { $0["run"]?.string } + [script.joined(separator: "\n")]
  }

  private func bash(_ script: String, _ variables: String = "") throws -> Command {
    try folder.write(
      "step.sh",
      """
      export HOME=$PWD GIT_CONFIG_NOSYSTEM=1
      assay() { "\(Command.path)" "$@"; }
      set -eo pipefail
      \(variables)
      \(script)

      """)
    return try Command.shell("bash step.sh", in: folder)
  }

  private func score(_ model: String, _ out: String, _ tasks: String = CITemplateTests.tasks) throws -> Command {
    let command = try Command.run(
      ["score", "--model", model, "--data", folder["world/data"], "--tasks", tasks, "--out", out, "--quiet"], in: folder
    )
    #expect(command.status == 0, "\(command.errors)")
    return command
  }

  /// A copy of worlds/base one of whose matrices is all zeros.
  private func broken(_ tensor: String) throws -> String {
    let base = DocumentedCommand.root + "/worlds/base"
    try FileSystem.makeDirectory(folder["broken"])
    for name in ["config.json", "tokenizer.model", "tokenizer_config.json"] {
      try FileSystem.write(try FileSystem.bytes(of: base + "/" + name), to: folder["broken/" + name])
    }
    var bytes = try FileSystem.bytes(of: base + "/model.safetensors")
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    let header = try bytes[8..<8 + length].withUnsafeBytes { try JSON(parsing: $0) }
    let range = (header[tensor]?["data_offsets"]?.array ?? []).compactMap(\.integer)
    try #require(range.count == 2)
    for place in range[0]..<range[1] { bytes[8 + length + place] = 0 }
    try FileSystem.write(bytes, to: folder["broken/model.safetensors"])
    return folder["broken"]
  }

  @Test(
    "Score main, accept, commit; a branch that breaks the model is red and says what was lost; one that changes nothing is green"
  )
  func story() throws {
    let base = DocumentedCommand.root + "/worlds/base"
    let git = "git -c user.name=Ada -c user.email=ada@example.org -c init.defaultBranch=main"
    #expect(try bash("\(git) init -q .").status == 0)
    _ = try score(base, "runs/main")
    let accepted = try bash(
      "assay gate accept runs/main --why 'the first' --by Ada\n\(git) add reference.assay\n\(git) commit -qm 'A reference'"
    )
    #expect(accepted.status == 0, "\(accepted.errors)")
    #expect(try FileSystem.bytes(of: folder["reference.assay"]).count < 300_000)

    _ = try score(try broken("model.layers.0.mlp.down_proj.weight"), "runs/broken")
    _ = try score(base, "runs/same")
    _ = try score(base, "runs/other", "arc,openbookqa,race@2")
    for step in try Self.steps() {
      func run(_ candidate: String) throws -> Command {
        try bash(
          step,
          "export REFERENCE=reference.assay POLICY= REPORTS=gate OPTIONS= CANDIDATE=\(candidate) GITHUB_STEP_SUMMARY=$PWD/summary.md"
        )
      }
      let red = try run("runs/broken")
      #expect(red.status == 2, "\(red.output)\(red.errors)")
      #expect(red.output.contains("REGRESSION") && red.output.contains("lost: world"), "\(red.output)")
      #expect(String(decoding: try FileSystem.bytes(of: folder["gate/gate.xml"]), as: UTF8.self).contains("<failure"))
      let green = try run("runs/same")
      #expect(green.status == 0 && green.output.contains("pass: identical"), "\(green.output)\(green.errors)")
      let other = try run("runs/other")
      #expect(other.status == 3 && other.errors.contains("race@2"), "\(other.errors)")
    }
    // The next commit's diff is readable: text, of which the head says what changed.
    let diff = try bash(
      """
      assay gate accept runs/broken --why 'on purpose' --by Grace >/dev/null
      \(git) diff --no-color -- reference.assay | head -30
      """)
    #expect(diff.output.contains("-by: Ada") && diff.output.contains("+by: Grace"), "\(diff.output)\(diff.errors)")
  }
}
