import Evaluation

/// The items of two runs of a task that were asked the same, paired by what was asked: wherever they stand, and whatever their ids are.
struct ItemPairs {
  /// Of each pair the two items, in the order of the reference.
  var reference: [ItemRecord] = []
  var candidate: [ItemRecord] = []
  /// Items of which the other run was not asked.
  var onlyReference: [ItemRecord] = []
  var onlyCandidate: [ItemRecord] = []

  init(_ reference: [ItemRecord], _ candidate: [ItemRecord]) {
    // A reference holds the first digits of what was asked.
    let digits = min(reference.first?.ask.utf8.count ?? 0, candidate.first?.ask.utf8.count ?? 0)
    func key(_ item: ItemRecord) -> Substring { item.asked(digits) }
    // The places of the candidate's items, the last one first.
    var open: [Substring: [Int]] = [:]
    for place in candidate.indices.reversed() { open[key(candidate[place]), default: []].append(place) }
    // Some benchmarks ask the same thing twice; such items are paired by id first, then in order.
    var partners = [Int?](repeating: nil, count: reference.count)
    for isByID in [true, false] {
      for (index, item) in reference.enumerated() where partners[index] == nil {
        guard var places = open[key(item)], !places.isEmpty else { continue }
        let found = isByID ? places.lastIndex { candidate[$0].item == item.item } : places.count - 1
        guard let found else { continue }
        partners[index] = places.remove(at: found)
        open[key(item)] = places
      }
    }
    onlyReference = zip(reference, partners).compactMap { $1 == nil ? $0 : nil }
    self.reference = onlyReference.isEmpty ? reference : zip(reference, partners).compactMap { $1 == nil ? nil : $0 }
    let places = partners.compactMap(\.self)
    self.candidate = places.elementsEqual(candidate.indices) ? candidate : places.map { candidate[$0] }
    onlyCandidate = open.values.joined().sorted().map { candidate[$0] }
  }

  var count: Int { reference.count }

  var isWhole: Bool { onlyReference.isEmpty && onlyCandidate.isEmpty }
}
