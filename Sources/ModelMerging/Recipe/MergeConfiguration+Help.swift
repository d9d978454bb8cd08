import Configuration
import Files
import Merging

extension MergeConfiguration {
  /// All keys, and all methods with their parameters.
  public static var help: String {
    var text = schema.outline.help + "\nMethods, with the parameters of each; * may differ from model to model.\n\n"
    for method in MergeMethod.all {
      text += "\(method.name)\n    \(method.help)\(method.base == .required ? "; needs a base" : "")"
      if let statistics = method.statistics { text += "; reads \(statistics.fileName) beside each model" }
      text += "\n    source: \(method.source)\n"
      for parameter in method.parameters {
        let paper = parameter.standard(.paper).text(), mergekit = parameter.standard(.mergekit).text()
        text += "    \(parameter.name)\(parameter.isPerParent ? "*" : ""): \(paper)"
        if paper != mergekit { text += " (mergekit: \(mergekit))" }
        text += "  \(parameter.help)\n"
      }
    }
    return text
  }
}
