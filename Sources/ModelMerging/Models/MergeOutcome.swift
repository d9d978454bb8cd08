public import Files
public import Merging

/// What a merge made, and what can be said of it.
public struct MergeOutcome: Sendable {
  /// The folder.
  public var path: String
  /// SHA-256 of the file of weights; nil where it was not wanted.
  public var digest: String?
  public var method: String
  public var parents: [String]
  public var hasBase: Bool
  public var tensors: [TensorReport]
  /// Relative difference of A and B averaged apart from the average of the updates; nil where it has no meaning.
  public var adapterGap: Double?
  /// Length of what truncation lost, relative to the whole; nil where nothing was truncated.
  public var residual: Double?
  public var notes: [String]

  public var total: MergeReport { MergeReport(parents: parents.count, tensors) }

  /// By layer, in order; what stands outside the layers under the tensors' names.
  public var layers: [(name: String, report: MergeReport)] {
    var result: [(name: String, report: MergeReport)] = []
    for tensor in tensors {
      let name = LayerName(tensor.name).layer.map { "layer \($0)" } ?? tensor.name
      if result.last?.name != name { result.append((name, MergeReport(parents: parents.count))) }
      result[result.count - 1].report.add(tensor)
    }
    return result
  }

  /// The diagnostics, for other programs.
  public var diagnostics: JSON {
    var members = Self.members(total)
    members["adapter_space_gap"] = adapterGap.map { .number($0) }
    members["residual"] = residual.map { .number($0) }
    members["of"] = .string(hasBase ? "task vectors" : "weights")
    members["layers"] = .array(
      layers.map { layer in
        var layerMembers = JSONObject([(key: "name", value: .string(layer.name))])
        for member in Self.members(layer.report).members { layerMembers[member.key] = member.value }
        return .object(layerMembers)
      })
    return .object(members)
  }

  public var json: JSON {
    [
      "path": .string(path), "sha256": digest.map { .string($0) } ?? .null, "method": .string(method),
      "parents": .array(parents.map { .string($0) }), "diagnostics": diagnostics,
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  private static func members(_ report: MergeReport) -> JSONObject {
    let size = report.gram.size
    let cosines = (0..<size).map { i in
      JSON.array((0..<size).map { j in i == j ? 1 : report.gram.cosine(i, j).map { .number($0) } ?? .null })
    }
    return [
      "norms": .array((0..<size).map { .number(report.gram.norm($0)) }), "cosines": .array(cosines),
      "merged_norm": .number(report.mergedNorm), "shrinkage": report.shrinkage.map { .number($0) } ?? .null,
    ]
  }
}
