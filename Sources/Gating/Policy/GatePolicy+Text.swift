import Configuration
import Files

extension GatePolicy {
  /// A policy of defaults as YAML, each key with what it means; what is asked of single tasks as an example.
  public static var commented: String {
    var text = "# What a gate asks of a candidate: assay gate REFERENCE CANDIDATE --policy THIS-FILE\n"
    let standard = GatePolicy()
    for key in keys {
      text += "\n# \(key.help)\n"
      if key.name == "tasks" {
        text += "#tasks:\n#  - task: mmlu\n#    metrics: [acc]\n#    margin: 0.01\n#    cluster: subtask\n"
      } else {
        text += "\(key.name): \((key.value(of: standard) ?? .null).text())\n"
      }
    }
    return text
  }
}
