import Configuration
import Files
import Pipelines
import TestSupport

@testable import Merging
@testable import ModelMerging

/// Three small models in a folder, and configurations that call them by their names there.
struct MergeFolder {
  private let folder: ScratchDirectory
  var path: String { folder.path }

  init() throws {
    folder = try ScratchDirectory()
    for (name, seed) in [("base", 1), ("one", 2), ("two", 3)] {
      try DemoModel.write(to: folder[name], seed: UInt64(seed))
    }
  }

  subscript(name: String) -> String { folder[name] }
  var directory: ScratchDirectory { folder }

  func configuration(_ yaml: String) throws -> MergeConfiguration {
    var job = try MergeConfiguration(try ConfigurationFile(text: yaml, place: "merge.yaml").settings)
    for index in job.slices.indices {
      for source in job.slices[index].sources.indices {
        job.slices[index].sources[source].model.path = folder[job.slices[index].sources[source].model.path]
      }
    }
    job.base = job.base.map { MergeConfiguration.Model(folder[$0.path]) }
    job.out = folder["merged"]
    return job
  }
}
