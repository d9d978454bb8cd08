public import Evaluation
public import Files

/// The sample files of a run's folder: what was asked and answered, item by item.
public struct SampleFiles {
  public let folder: String

  public init(folder: String) { self.folder = folder }

  /// The samples of a task's items, by their ids; each has a line for each filter. Throws where a file cannot be read.
  public func samples(of task: TaskRecord, items: Set<String>) throws(Diagnostic) -> [String: [JSON]] {
    var found: [String: [JSON]] = [:]
    for name in try FileSystem.names(in: folder) where name.hasPrefix("samples_") && name.hasSuffix(".jsonl") {
      let path = folder + "/" + name, bytes = try FileSystem.bytes(of: path)
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
}
