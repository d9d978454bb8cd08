import Checkpoints
import Files
import Merging
import Platform

/// What goes into provenance.json: how a merge was made, and of what, by digests. Those are computed beside the merge.
struct MergeProvenance: ~Copyable {
  private let job: MergeConfiguration
  /// Role, name and files of base and parents.
  private let models: [(role: String, name: String, files: [String])]
  private let paths: [String]
  private let baseDigest: String?
  private let digests: DigestJob

  /// Starts to read the files.
  init(_ job: MergeConfiguration, _ parents: MergeParents, threads: Int) {
    self.job = job
    var models: [(role: String, name: String, files: [String])] = []
    baseDigest = parents.baseDigest
    if let base = job.base, let store = parents.base {
      models.append(("base", base.text, store.paths))
    } else if baseDigest != nil {
      models.append(("base", parents.all.lazy.compactMap(\.adapter?.configuration.baseModel).first ?? "", []))
    }
    for parent in parents.all {
      var files = parent.folder == nil ? [] : parent.store?.paths ?? []
      if let adapter = parent.adapter {
        files += AdapterCheckpoint.fileNames.map { "\(adapter.directory)/\($0)" }
      }
      files += parent.statistics?.paths ?? []
      models.append(("parent", parent.model.text, files))
    }
    self.models = models
    var paths: [String] = []
    for path in models.flatMap(\.files) where !paths.contains(path) { paths.append(path) }
    self.paths = job.hasDigests ? paths : []
    digests = DigestJob(self.paths, threads: threads)
  }

  /// Waits for the digests.
  consuming func json(_ outcome: MergeOutcome) throws(Diagnostic) -> JSON {
    let found = Dictionary(uniqueKeysWithValues: zip(paths, try digests.value()))
    let sources = job.slices.flatMap(\.sources)
    let parents = models.map { model -> JSON in
      var members: JSONObject = [
        "role": .string(model.role), "path": .string(model.name),
        "files": .object(
          JSONObject(
            model.files.map { (key: FileSystem.lastName(of: $0), value: found[$0].map { .string($0) } ?? .null) })),
      ]
      if model.role == "base" { members["sha256"] = baseDigest.map { .string($0) } }
      if model.role == "parent", let source = sources.first(where: { $0.model.text == model.name }) {
        members["parameters"] = Self.object(source.parameters.values)
      }
      return .object(members)
    }
    return [
      "made_by": .string("assay \(AssayVersion.current)"), "method": .string(job.method.name),
      "definitions": .string(job.definitions.rawValue), "output": .string(job.output.rawValue),
      "parameters": standard, "seed": .integer(Int(truncatingIfNeeded: job.seed)), "parents": .array(parents),
      "slices": .array(slices), "sha256": outcome.digest.map { .string($0) } ?? .null,
      "diagnostics": outcome.diagnostics, "notes": .array(outcome.notes.map { .string($0) }),
    ]
  }

  /// All parameters with the values that hold where nothing else is said.
  private var standard: JSON {
    .object(
      JSONObject(
        job.method.parameters.map {
          (key: $0.name, value: job.parameters[$0.name] ?? $0.standard(job.definitions))
        }))
  }

  private var slices: [JSON] {
    guard
      job.slices.contains(where: { slice in
        slice.sources.contains { $0.layers != nil } || !slice.parameters.values.isEmpty
      })
    else { return [] }
    return job.slices.map { slice in
      [
        "parameters": Self.object(slice.parameters.values),
        "sources": .array(
          slice.sources.map { source in
            [
              "model": .string(source.model.text), "parameters": Self.object(source.parameters.values),
              "layer_range": source.layers.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? .null,
            ]
          }),
      ]
    }
  }

  private static func object(_ values: [String: JSON]) -> JSON {
    .object(JSONObject(values.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }))
  }
}

/// A box for digests that are being computed.
private final class DigestJob {
  private var digests: FileDigests?

  init(_ paths: [String], threads: Int) { digests = FileDigests(paths, threads: threads) }

  func value() throws(Diagnostic) -> [String] { try digests?.value() ?? [] }
}
