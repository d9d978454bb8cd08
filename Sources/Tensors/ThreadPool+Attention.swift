internal import CKernels

/// Rows of one step that continue one path: they become the next positions of `segment`, behind `path`.
public struct PathExtension {
  /// The segments before `segment`, from the root, complete and without gaps.
  public var path: [KeyValueSegment]
  public var segment: KeyValueSegment
  /// First row in the step's matrix.
  public var firstRow: Int
  public var rows: Int
  /// Which mixture of the adapters its rows are computed by, where there are several.
  public var variant: Int
  /// Tokens that the sequence has at least, where its length decides by which angles rows are turned; a row's own position is one more
  /// reason for such a length. 0: its position alone.
  public var length: Int

  public init(
    path: [KeyValueSegment], segment: KeyValueSegment, firstRow: Int, rows: Int, variant: Int = 0, length: Int = 0
  ) {
    self.path = path
    self.segment = segment
    self.firstRow = firstRow
    self.rows = rows
    self.variant = variant
    self.length = length
  }

  /// Position of the first row.
  public var position: Int { segment.start + segment.count }
}

/// Consecutive query rows of one extension: `first` counts from the extension's first row.
public struct QueryRun: Sendable {
  public var extensionIndex: Int
  public var first: Int
  public var rows: Int

  public init(extensionIndex: Int, first: Int, rows: Int) {
    self.extensionIndex = extensionIndex
    self.first = first
    self.rows = rows
  }

  /// Runs for some rows of a step, ascending; nil: for all.
  public static func covering(_ rows: [Int32]?, of extensions: [PathExtension]) -> [QueryRun] {
    guard let rows else {
      return extensions.indices.map { QueryRun(extensionIndex: $0, first: 0, rows: extensions[$0].rows) }
    }
    var runs: [QueryRun] = []
    var part = 0
    for row in rows.map(Int.init) {
      while row >= extensions[part].firstRow + extensions[part].rows { part += 1 }
      let first = row - extensions[part].firstRow
      if let last = runs.indices.last, runs[last].extensionIndex == part, runs[last].first + runs[last].rows == first {
        runs[last].rows += 1
      } else {
        runs.append(QueryRun(extensionIndex: part, first: first, rows: 1))
      }
    }
    return runs
  }
}

extension ThreadPool {
  /// Puts the step's keys and values, (rows of the step, heads * headSize), behind what each extension's segment holds.
  public func store(
    keys: UnsafePointer<Float>, values: UnsafePointer<Float>, layer: Int, extensions: [PathExtension]
  ) {
    guard let shape = extensions.first?.segment.shape else { return }
    let spans = extensions.map { part in
      precondition(part.segment.count + part.rows <= part.segment.capacity, "the segment is full")
      return assay_store_span(
        segment: part.segment.kernel(layer: layer, count: part.segment.count + part.rows),
        first_row: Int32(part.firstRow), rows: Int32(part.rows), offset: Int32(part.segment.count))
    }
    assay_store_keys_values(
      handle, keys, values, Int64(shape.heads * shape.headSize), Int64(shape.heads), Int64(shape.headSize), spans,
      Int32(spans.count))
  }

  /// Causal attention of some query rows over their paths; keys and values of the step are stored before. Queries stand
  /// densely in the order of `runs`: q and result (sum of rows, heads * headSize). `window` nil sees all earlier positions.
  /// - Parameters:
  ///   - cap: what scores are bent towards, cap * tanh(score / cap); nil: nothing.
  ///   - slopes: for each head what is added to a score for each position that its key lies behind the query, negative.
  public func attend(
    _ q: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, heads: Int, scale: Float, cap: Float? = nil,
    slopes: FloatBuffer? = nil, window: Int?, layer: Int, runs: [QueryRun], extensions: [PathExtension]
  ) {
    precondition(slopes == nil || slopes?.count == heads, "one slope for each head")
    guard let shape = extensions.first?.segment.shape, !runs.isEmpty else { return }
    var segments: [assay_segment] = []
    var ranges: [Range<Int>] = []
    for part in extensions {
      let first = segments.count
      for segment in part.path { segments.append(segment.kernel(layer: layer, count: segment.count)) }
      segments.append(part.segment.kernel(layer: layer, count: part.segment.count + part.rows))
      ranges.append(first..<segments.count)
    }
    segments.withUnsafeBufferPointer { segments in
      var row = 0
      let spans = runs.map { run in
        let part = extensions[run.extensionIndex], range = ranges[run.extensionIndex]
        defer { row += run.rows }
        return assay_query_span(
          segments: segments.baseAddress.map { $0 + range.lowerBound }, segment_count: Int32(range.count),
          first_row: Int32(row), rows: Int32(run.rows), position: Int32(part.position + run.first))
      }
      let width = Int64(heads * shape.headSize)
      let done = assay_attention(
        handle, q, width, result, width, Int64(heads), Int64(shape.heads), Int64(shape.headSize), scale,
        cap ?? 0, slopes.map { UnsafePointer($0.base) }, Int32(window ?? 0), spans, Int32(spans.count))
      requireMemory(done)
    }
    withExtendedLifetime((extensions, slopes)) {}
  }
}
