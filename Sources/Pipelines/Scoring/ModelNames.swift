import Files

/// What several models are called beside each other: by the last part of the path; with the folder above it where that is the same of
/// several; and where that is the same, too, with a number.
public struct ModelNames {
  public let names: [String]

  public init(of paths: [String]) {
    let last = paths.map(ModelIdentification.tellingName)
    let long = paths.map { path in
      FileSystem.realPath(path).split(separator: "/").suffix(2).joined(separator: "-")
    }
    var names: [String] = []
    for index in paths.indices {
      let isAlone = last.filter { $0 == last[index] }.count == 1
      var name = isAlone || long[index].isEmpty ? last[index] : long[index]
      let stem = name
      var number = 2
      while names.contains(name) {
        name = "\(stem)-\(number)"
        number += 1
      }
      names.append(name)
    }
    self.names = names
  }
}
