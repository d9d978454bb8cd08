import Corpora
import Files
import TestSupport
import Testing

/// A corpus that many runs ask for.
@Suite struct ReadCorporaTests {
  @Test("A corpus is read once, for each way of reading it; a file that changes is an error")
  func once() throws {
    let folder = try ScratchDirectory()
    try folder.write("a.txt", "one\n\ntwo\n")
    var source = CorpusSource()
    source.files = [folder["a.txt"]]
    let corpora = ReadCorpora()
    let first = try corpora.corpus(source), again = try corpora.corpus(source)
    #expect(first.records.count == 2 && again.digest == first.digest)
    source.documents = .file
    #expect(try corpora.corpus(source).records.count == 1)
    try folder.write("a.txt", "one\n\nsix\n")
    let error = #expect(throws: Diagnostic.self) { _ = try corpora.corpus(source) }
    #expect(error?.place == folder["a.txt"] && error?.problem == "was changed while it was read")
  }
}
