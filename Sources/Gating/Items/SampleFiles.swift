public import Evaluation
public import Files

/// The sample files of a run: what was asked and answered, item by item.
public struct SampleFiles {
  /// A model of a report has several.
  public let folders: [String]

  /// - Parameter place: of a run, as `StoredRun` has it; a reference has no samples.
  public init(of place: String) throws(Diagnostic) {
    if let model = ReportedModel(place) {
      folders = try model.folders()
    } else {
      folders = FileSystem.isDirectory(place) ? [place] : []
    }
  }

  /// The samples of a task's items, by their ids; each has a line for each filter. Throws where a file cannot be read.
  public func samples(of task: TaskRecord, items: Set<String>) throws(Diagnostic) -> [String: [JSON]] {
    var found: [String: [JSON]] = [:]
    for path in try paths() {
      let bytes = try FileSystem.bytes(of: path)
      var number = 0
      for place in WholeLines(bytes) {
        number += 1
        let line = try? bytes.withUnsafeBytes { try JSON(parsing: UnsafeRawBufferPointer(rebasing: $0[place])) }
        guard let line, let own = line["assay"], let item = own["item"]?.string else {
          throw Diagnostic("\(path):\(number)", "is no sample", expected: "the file as the run wrote it")
        }
        // All lines of a file are of one task.
        guard own["protocol"]?.string == task.id else { break }
        if items.contains(item) { found[item, default: []].append(line) }
      }
    }
    return found
  }

  private func paths() throws(Diagnostic) -> [String] {
    var paths: [String] = []
    for folder in folders {
      let names = try FileSystem.names(in: folder).filter { $0.hasPrefix("samples_") && $0.hasSuffix(".jsonl") }
      paths += names.map { folder + "/" + $0 }
    }
    return paths
  }
}
