public import Configuration
import Files
import Tokenization
import Training
import Worlds

/// The keys of the configuration of `assay study`.
extension StudyConfiguration {
  public static let schema = ConfigurationSchema<StudyConfiguration>(
    "study", keys, sections: sections, places: \.written, standard: { StudyConfiguration() })

  static let keys: [ConfigurationKey<StudyConfiguration>] = [
    ConfigurationKey(
      "out", "folder of the reports, and of everything that is made; what is there is not made again", \.out, .path),
    ConfigurationKey(
      "artefacts", "folder of worlds, bases, models and scores, which several studies may share; empty: in out",
      \.artefacts, .path),
    ConfigurationKey(
      "worlds", "a list of seeds: a world, a tokenizer and a base for each; intervals are over them", \.worlds,
      .wholes(from: 0)),
    ConfigurationKey(
      "seeds", "a list of seeds of dispersals and trainings, in each world", \.seeds, .wholes(from: 0)),
    ConfigurationKey("k", "clusters of the main comparison, 4096 at most", \.count, .whole(from: 2, upTo: 4096)),
    ConfigurationKey(
      "sweep", "other numbers of clusters, each with the first dispersal and the first merge", \.sweep,
      .wholes(from: 2, upTo: 4096)),
    ConfigurationKey(
      "doses",
      "a list of maps with name, noise and shortcuts: other instructions for the same bases, each compared with the first "
        + "dispersal and the first merge", \.doses, .maps(Dose.schema, check: Dose.check)),
    ConfigurationKey(
      "tokenizer.pieces", "pieces of each world's tokenizer", \.pieces,
      .whole(from: SentencePieceTraining.fewestPieces, upTo: 1 << 20)),
    ConfigurationKey(
      "endpoints",
      "a list of maps with model, against, and perhaps name, k and dose: the questions, in the words of the table's rows "
        + "without \"K = …\" and dose, which k and dose say; \"\(ScaledLine.label)\" is vanilla's update times whatever gives "
        + "the model's own skill", \.endpoints, .maps(StudyEndpoint.schema, check: StudyEndpoint.check)),
  ]

  private static let sections: [ConfigurationSection<StudyConfiguration>] = [
    ConfigurationSection("world", "keys of 'assay world'", WorldSpec.schema, keptIn: \.world),
    ConfigurationSection(
      "base", "keys of 'assay train', for the bases, all of whose weights are trained; init is their shape",
      TrainingConfiguration.schema.without(
        ["model", "tokenizer", "data", "out", "method", "lora", "assignment", "cluster"] + TrainingMethod.sections,
        decidedBy: "the study itself: bases are made from nothing"), keptIn: \.base),
    ConfigurationSection(
      "dtm", "keys of 'assay dtm'",
      DTMConfiguration.schema.without(
        ["base", "data", "out", "artefacts", "k", "seeds", "score.data", "held_out", "pretraining"],
        decidedBy: "the study itself, by out, worlds, seeds, k and sweep"), keptIn: \.dtm),
  ]
}
