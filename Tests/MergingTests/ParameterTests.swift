import Files
import Merging
import TestSupport
import Testing

/// What a method reads of its parameters is there, or nothing is read.
@Suite struct ParameterTests {
  private func standard(_ method: MergeMethod) -> (shared: [String: JSON], parent: [String: JSON]) {
    var shared: [String: JSON] = [:], parent: [String: JSON] = [:]
    for parameter in method.parameters {
      if parameter.isPerParent {
        parent[parameter.name] = parameter.standard(.paper)
      } else {
        shared[parameter.name] = parameter.standard(.paper)
      }
    }
    return (shared, parent)
  }

  @Test(
    "A parameter without a value, with one that is none, or that nobody declared is an error",
    arguments: MergeMethod.all.map(\.name))
  func complete(name: String) throws {
    let method = try MergeFixture.method(name), (shared, parent) = standard(method)
    func refusal(_ shared: [String: JSON], _ parent: [String: JSON]) -> Diagnostic? {
      do throws(Diagnostic) {
        _ = try TensorParameters(method, shared: shared, parents: [parent, parent], tensor: "w")
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal(shared, parent) == nil)
    for parameter in method.parameters {
      for value: JSON? in [nil, .null, "nonsense", .number(.nan), 1e9, []] {
        var (shared, parent) = (shared, parent)
        if parameter.isPerParent { parent[parameter.name] = value } else { shared[parameter.name] = value }
        let error = try #require(refusal(shared, parent))
        #expect(error.place == "w" && error.problem == "\(parameter.name) of \(name) has no value")
        #expect(error.status == .wrongUsage && error.expectation == parameter.values)
      }
    }
    #expect(refusal(shared.merging(["nobody": 1]) { $1 }, parent)?.problem.contains("no parameter \"nobody\"") == true)
    #expect(refusal(shared, parent.merging(["nobody": 1]) { $1 })?.problem.contains("of a single model") == true)
  }

  @Test("Names are said once, and defaults are values", arguments: MergeMethod.all.map(\.name))
  func declared(name: String) throws {
    let method = try MergeFixture.method(name)
    #expect(MergeMethod.all.count { $0.name == name } == 1)
    #expect(Set(method.parameters.map(\.name)).count == method.parameters.count && !method.parameters.isEmpty)
    #expect(method.parameters.count(where: \.isWeight) <= 1)
    for parameter in method.parameters {
      for definitions in MergeDefinitions.allCases {
        let standard = parameter.standard(definitions), value = try #require(parameter.value(standard, definitions))
        #expect(value.number == standard.number && value.string == standard.string && value.bool == standard.bool)
      }
    }
  }

  @Test("Only the methods that say so depend on the seed", arguments: MergeMethod.all.map(\.name))
  func seeds(name: String) throws {
    let method = try MergeFixture.method(name)
    guard method.statistics == nil else { return }
    let (base, parents) = MergeFixture.family(method.parents.lowerBound + 1, of: [20, 50])
    var ask = MergeFixture.Ask(
      method: method, shape: [20, 50], base: base, parents: Array(parents.prefix(method.parents.upperBound)),
      shared: [MergeParameter.thinning.name: 0.5])
    let first = try MergeFixture().merge(ask)
    ask.seed += 1
    #expect((try MergeFixture().merge(ask) != first) == method.isRandom)
  }

  @Test("A merge by the whole model wants one value for all of it, by the name of what differs")
  func wholeModel() throws {
    let method = try MergeFixture.method("ties"), (base, parents) = MergeFixture.family(2, of: [40])
    let asks = [0.2, 0.4].map { density in
      MergeFixture.Ask(
        method: method, shape: [40], base: base, parents: parents, shared: ["density": .number(density)],
        definitions: .paper, name: "tensor \(density)")
    }
    let error = #expect(throws: Diagnostic.self) { _ = try MergeFixture().merge(asks) }
    #expect(error?.place == "tensor 0.4" && error?.status == .wrongUsage)
    #expect(error?.problem == "density is another one than for 'tensor 0.2', and ties looks at the whole model")
    var own = asks
    for index in own.indices { own[index].definitions = .mergekit }
    #expect(try MergeFixture().merge(own).tensors.count == 2)
  }
}
