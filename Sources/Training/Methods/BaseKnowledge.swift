public import Corpora

/// What a training method must know of the text that its base was trained on, and where its configuration says it. A job of many trainings
/// makes it once, for all that do not name their own.
public enum BaseKnowledge: Sendable {
  /// Plain text.
  case text(any WritableKeyPath<TrainingConfiguration, CorpusSource> & Sendable)
  /// The file of the base's Fisher information on such text.
  case fisher(any WritableKeyPath<TrainingConfiguration, String> & Sendable)
}
