import Checkpoints
import Files
import Tensors

extension DecoderWeights {
  /// These weights with what adapters put in place of some: modules that were saved whole, and LoRA on the embedding and on the
  /// output layer, which is added once, in float32. What is unchanged shares its memory.
  ///
  /// Of a model whose output layer is the embedding, LoRA on one of the two leaves the other as it was, as PEFT does unmerged.
  /// - Parameter format: of whole modules in memory; nil keeps that of the file.
  func adapted(
    by adapters: [AdapterCheckpoint], format: WeightFormat?, on pool: ThreadPool
  ) throws(Diagnostic) -> DecoderWeights {
    var weights = self
    for adapter in adapters {
      try adapter.check(for: configuration)
      for (name, view) in adapter.wholes { try weights.replace(name, view, format: format, on: pool) }
      if adapter.whole(.embedding) != nil, adapter.whole(.head) == nil, adapter.headFollows(configuration) {
        weights.head = weights.embedding
      }
      weights.configuration.vocabularySize = weights.embedding.rows
    }
    for table in adapters.flatMap(\.tables) {
      switch table.table {
      case .embedding: weights.embedding = try Self.adapted(weights.embedding, by: table, on: pool)
      case .head: weights.head = try Self.adapted(weights.head, by: table, on: pool)
      }
    }
    if weights.head.data != weights.embedding.data { weights.configuration.tieWordEmbeddings = false }
    return weights
  }

  private mutating func replace(
    _ name: String, _ view: TensorView, format: WeightFormat?, on pool: ThreadPool
  ) throws(Diagnostic) {
    func vector() throws(Diagnostic) -> FloatBuffer {
      FloatBuffer(try WeightReader.matrix(view, format: .f32, pool: pool).values(on: pool))
    }
    let module = String(name.dropLast(".weight".count)), parts = module.split(separator: ".")
    switch TableFactors.Table(rawValue: module) {
    case .embedding: embedding = try WeightReader.matrix(view, format: format, pool: pool)
    case .head:
      head = try WeightReader.matrix(view, format: format, pool: pool)
      if configuration.normalizesHead { head = head.normalizedRows(on: pool) }
    case nil:
      guard parts.count > 2, let layer = Int(parts[2]), let last = parts.last.map(String.init) else {
        finalNorm = try vector()
        return
      }
      if let norm = HeadNorm(rawValue: last) {
        layers[layer].headNorms[norm] = try vector()
      } else if let projection = Projection(rawValue: last) {
        layers[layer][projection] = try WeightReader.matrix(view, format: format, pool: pool)
      } else if let norm = configuration.blockNorms(layer: layer).first(where: { $0.name == name })?.norm {
        layers[layer].norms[norm] = try vector()
      }
    }
  }

  private static func adapted(
    _ base: WeightMatrix, by part: TableFactors, on pool: ThreadPool
  ) throws(Diagnostic) -> WeightMatrix {
    let matrix = try AdaptedMatrix(base, part, on: pool), values = matrix.dense(on: pool), columns = base.columns
    if let magnitude = part.magnitude {
      // The columns of an embedding are what its rows would be as a linear map.
      var squares = [Double](repeating: 0, count: columns)
      if part.table == .embedding {
        for row in 0..<base.rows {
          let source = values.base + row * columns
          for column in 0..<columns { squares[column] += Double(source[column]) * Double(source[column]) }
        }
      }
      let lengths = part.table == .head ? matrix.rowLengths(on: pool) : squares.map { Float($0.squareRoot()) }
      let gains = try MagnitudeGains.values(magnitude, lengths: lengths, on: pool)
      for row in 0..<base.rows {
        let target = values.base + row * columns
        if part.table == .head {
          for column in 0..<columns { target[column] *= gains.base[row] }
        } else {
          for column in 0..<columns { target[column] *= gains.base[column] }
        }
      }
    }
    let result = WeightMatrix(data: values.base, format: .f32, rows: base.rows, columns: columns, owner: values)
    if let index = result.firstNotFinite(on: pool) {
      throw Diagnostic(
        part.a.file, "\(part.table.rawValue) with '\(part.a.name)' added is not finite, first at element \(index)",
        expected: "factors that are not as large; the training diverged")
    }
    return result
  }
}
