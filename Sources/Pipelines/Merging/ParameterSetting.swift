import Files
import Merging

/// The value of a merge parameter as mergekit's YAML has it: a number or word; a list of numbers, a gradient over the layers; or
/// a list of {filter, value}, of which the first counts whose filter is part of the tensor's name.
enum ParameterSetting {
  /// - Parameter t: where the layer stands: 0 for the first, 1 for the last.
  /// - Returns: nil where no filter fits.
  static func value(_ setting: JSON, tensor: String, t: Double) -> JSON? {
    switch setting {
    case .array(let items):
      let numbers = items.compactMap(\.number)
      if numbers.count == items.count, !numbers.isEmpty { return .number(gradient(numbers, t)) }
      if items.allSatisfy({ $0.object == nil }) {
        return items.isEmpty ? nil : items[min(items.count - 1, max(0, Int(saturating: t * Double(items.count - 1))))]
      }
      for item in items {
        let filter = item["filter"]?.string
        guard filter == nil || filter == "*" || tensor.contains(filter ?? "") else { continue }
        return item["value"].flatMap { value($0, tensor: tensor, t: t) }
      }
      return nil
    case .object: return value(.array([setting]), tensor: tensor, t: t)
    default: return setting
    }
  }

  private static func gradient(_ numbers: [Double], _ t: Double) -> Double {
    let place = t * Double(numbers.count - 1), lower = min(numbers.count - 1, max(0, Int(saturating: place)))
    let upper = min(numbers.count - 1, lower + 1), part = place - Double(lower)
    return (1 - part) * numbers[lower] + part * numbers[upper]
  }

  /// All values in it.
  static func leaves(of setting: JSON) -> [JSON] {
    switch setting {
    case .array(let items): items.flatMap(leaves)
    case .object(let object): object["value"].map(leaves) ?? [setting]
    default: [setting]
    }
  }
}

extension MergeConfiguration {
  /// The values for one tensor. What stands with a source goes before what stands with its slice, and that before the global
  /// parameters; last comes the method's own default.
  /// - Parameters:
  ///   - tensors: the tensor's name in each of the slice's parents.
  ///   - t: where the layer stands in its slice.
  func resolve(_ slice: Slice, tensor: String, tensors: [String], t: Double) -> TensorParameters {
    var shared: [String: JSON] = [:]
    var parents = [[String: JSON]](repeating: [:], count: tensors.count)
    let sources = slice.sources.filter { isParent($0.model) }
    for parameter in method.parameters {
      func found(_ settings: [JSON?], _ name: String) -> JSON {
        let value = settings.lazy.compactMap { $0.flatMap { ParameterSetting.value($0, tensor: name, t: t) } }.first
        let standard = parameter.standard(definitions)
        return value.flatMap { parameter.value($0, definitions) } ?? standard
      }
      let common = [slice.parameters[parameter.name], parameters[parameter.name]]
      if parameter.isPerParent {
        for (k, source) in sources.enumerated() {
          parents[k][parameter.name] = found([source.parameters[parameter.name]] + common, tensors[k])
        }
      } else {
        shared[parameter.name] = found(common, tensor)
      }
    }
    return TensorParameters(shared: shared, parents: parents)
  }
}
