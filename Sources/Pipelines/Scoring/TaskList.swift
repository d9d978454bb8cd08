import Benchmarks
import Evaluation
public import Files
import Reporting

/// The job of `assay tasks`: every protocol, and what the presets choose of them.
public struct TaskList {
  public init() {}

  public var text: String {
    var text = "protocols\n"
    let width = Benchmark.all.map(\.id.count).max() ?? 0
    for benchmark in Benchmark.all {
      let padding = String(repeating: " ", count: width - benchmark.id.count)
      let count = Quantity.count(benchmark.itemCount)
      text +=
        "  \(benchmark.id)\(padding)  \(String(repeating: " ", count: max(0, 6 - count.count)))\(count)  "
      text += "\(benchmark.summary)\n"
    }
    for (name, parts) in Benchmark.partNames {
      text += "\n\(parts.count) parts of \(name), each a task of its own ('assay tasks \(name)' lists them)\n"
      text += "  \(parts.prefix(5).joined(separator: ", ")), …\n"
    }
    for preset in Preset.all {
      text += "\npreset \(preset.name): \(preset.summary)\n"
      for entry in preset.entries {
        text += "  \(entry.benchmark.id)\(entry.bos.map { ", bos \($0.rawValue)" } ?? "")\n"
      }
    }
    return text
  }

  public var json: JSON {
    [
      "protocols": .array(
        Benchmark.all.map { benchmark in
          [
            "protocol": .string(benchmark.id), "version": .integer(benchmark.version),
            "items": .integer(benchmark.itemCount), "shots": .integer(benchmark.shots),
            "metrics": .array(benchmark.metrics().map { .string($0.label) }),
            "summary": .string(benchmark.summary),
            "citation": .string(benchmark.citation),
            "parts": .array(benchmark.parts.map { .string(benchmark.name(of: $0)) }),
          ]
        }),
      "presets": .array(
        Preset.all.map { preset in
          [
            "preset": .string(preset.name), "summary": .string(preset.summary),
            "protocols": .array(
              preset.entries.map {
                ["protocol": .string($0.benchmark.id), "bos": $0.bos.map { .string($0.rawValue) } ?? "auto"]
              }),
          ]
        }),
    ]
  }
}
