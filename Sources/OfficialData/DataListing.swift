public import Files
import Reporting

/// The job of `assay data list`: where each official file is published, under which licence, and what reads it.
public struct DataListing {
  private let publications: [(Publication, files: [(file: PublishedFile, parcel: Parcel)])]

  public init(_ choice: FileChoice) {
    publications = Publication.all.compactMap { publication in
      let files = publication.parcels.flatMap { parcel in
        parcel.files.filter(choice.wants).map { (file: $0, parcel: parcel) }
      }
      return files.isEmpty ? nil : (publication, files)
    }
  }

  /// A paragraph for each release. Files of sub-tasks are counted, unless all are wanted.
  public func text(details: Bool) -> String {
    publications.map { publication, files in
      var text = "\(publication.name): \(publication.citation); \(publication.licence)\n  \(publication.page)\n"
      var hidden: [(place: String, count: Int, bytes: Int)] = []
      for (file, parcel) in files {
        if let subtask = file.subtask, !details {
          let place = file.path.replacing(subtask, with: "SUBTASK")
          if let index = hidden.firstIndex(where: { $0.place == place }) {
            hidden[index].count += 1
            hidden[index].bytes += file.bytes ?? 0
          } else {
            hidden.append((place, 1, file.bytes ?? 0))
          }
          continue
        }
        text += "  \(file.path)\(file.bytes.map { ", \(Quantity.count($0)) bytes" } ?? "")\n"
        text += "    \(Self.origin(parcel))\n"
        text += "    SHA-256 of its \(file.held.what) \(file.held.sha256)\n"
        text += "    read by \(file.protocols.joined(separator: ", "))\n"
      }
      for (place, count, bytes) in hidden {
        text += "  \(place), \(count) files, \(Quantity.count(bytes)) bytes\n"
      }
      if !hidden.isEmpty, let first = files.first {
        text += "    \(first.parcel.files.count > 1 ? first.parcel.url : "each by itself, as \(first.parcel.url)")\n"
        text += "    read by \(first.file.protocols.joined(separator: ", ")); --details lists each\n"
      }
      return text
    }.joined(separator: "\n")
  }

  private static func origin(_ parcel: Parcel) -> String {
    if case .byHand(let words) = parcel.making { return "by hand: \(words)" }
    return parcel.url
  }

  public var json: JSON {
    .array(
      publications.map { publication, files in
        [
          "name": .string(publication.name), "page": .string(publication.page),
          "citation": .string(publication.citation), "licence": .string(publication.licence),
          "files": .array(
            files.map { file, parcel in
              [
                "path": .string(file.path), "url": .string(parcel.url),
                "bytes": file.bytes.map { .integer($0) } ?? .null, "sha256": .string(file.held.sha256),
                "of": .string(file.held.what), "protocols": .array(file.protocols.map { .string($0) }),
              ]
            }),
        ]
      })
  }
}
