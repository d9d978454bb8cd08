import Benchmarks
import Checkpoints
import Corpora
import Dispersal
import Evaluation
import Experiments
import Leaderboards
import Merging
import ModelMerging
import Pipelines
import Tensors
import Tokenization
import Training
import Transformers

extension ValueChoice {
  /// The lists that the program itself goes by.
  static func words(_ key: String, _ valueName: String, of command: [String]) -> ValueChoice? {
    switch (key, valueName) {
    case ("command", _): .word(Config.outlines.map(\.command))
    case ("--tasks", _), ("--only", _): .words(tasks)
    case ("name", _), ("--task", _): .word(tasks)
    case ("--preset", _): .word(Preset.all.map(\.name))
    case ("--method", _):
      switch command.last {
      case "disperse": .word(Dispersal.all.map(\.name))
      case "merge": .word(MergeMethod.all.map(\.name))
      case "search": .word(SearchConfiguration.Method.allCases.map(\.rawValue))
      default: nil
      }
    case ("--weights", "format"): .word(["auto"] + WeightFormat.plain.map(\.rawValue))
    case ("--type", "format"): .word(GGUFExporter.Format.allCases.map(\.rawValue))
    case ("--average", _): .word(ReportConfiguration.Average.allCases.map(\.rawValue))
    case ("--against", _), ("--merge", "name"), ("--parent", "name"), ("--control", "name"), ("--job-name", _): .free
    case ("--mixing", _): .word(EnsembleMixing.allCases.map(\.rawValue))
    case ("--verdicts", _): .word(Judging.Verdicts.allCases.map(\.rawValue))
    case ("--labels", _): .word(FisherEstimator.Labels.allCases.map(\.rawValue))
    case ("--squares", _): .word(FisherEstimator.Squares.allCases.map(\.rawValue))
    case ("--text", _): .word(CorpusText.allCases.map(\.rawValue))
    case ("--kind", _): .word(SentencePieceTraining.Kind.allCases.map(\.rawValue))
    case ("--on-bad-record", _): .word(BadRecords.allCases.map(\.rawValue))
    case ("--output", _): .word(MergeConfiguration.Output.allCases.map(\.rawValue))
    case ("--dtype", _): .word(["float32", "float16", "bfloat16"])
    case ("--definitions", _): .word(MergeDefinitions.allCases.map(\.rawValue))
    default: nil
    }
  }

  /// Benchmarks, groups of them, protocols, and parts of benchmarks.
  private static var tasks: [String] {
    var names: [String] = []
    for name in Benchmark.all.map(\.name) + Preset.groups.map(\.name) + Benchmark.all.map(\.id)
      + Benchmark.partNames.flatMap(\.names)
    where !names.contains(name) {
      names.append(name)
    }
    return names
  }
}
