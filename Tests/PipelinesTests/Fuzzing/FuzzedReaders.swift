@testable import Experiments
@testable import Merging
@testable import ModelMerging
@testable import Platform

/// Which fuzz targets each source that reads files has; a source that reads files and does not stand here fails `FuzzedReadersTests`.
enum FuzzedReaders {
  enum Standing {
    /// The names of targets, as the tests spell them.
    case fuzzed([String])
    /// Why damaged files of its own need no target.
    case exempt(String)
  }

  static let all: [String: Standing] = models.merging(texts) { $1 }.merging(jobs) { $1 }.merging(rest) { $1 }

  private static let models: [String: Standing] = [
    "Sources/Checkpoints/Adapters/AdapterCheckpoint.swift": .fuzzed(["adapter", #"adapter_\(name)"#, "adapter_config"]),
    "Sources/Checkpoints/Models/CheckpointContents.swift": .exempt("what TensorStore read"),
    "Sources/Checkpoints/Models/Checkpoint.swift": .exempt("digests of files that others read"),
    "Sources/Checkpoints/Models/ModelFolder.swift": .exempt(
      "looks for one key of an adapter's configuration, for an error"),
    "Sources/Checkpoints/Models/CompanionFiles.swift": .exempt("copies what other readers take or took"),
    "Sources/Checkpoints/Settings/ConfigurationMeaning.swift": .fuzzed(["meaning"]),
    "Sources/Checkpoints/Settings/ConfigurationReader.swift": .fuzzed([
      "config", "adapter_config", "generation_config.json",
    ]),
    "Sources/Checkpoints/Encoders/EncoderCheckpoint.swift": .exempt("what TensorStore read"),
    "Sources/Checkpoints/Encoders/EncoderConfiguration+Pooling.swift": .fuzzed(["modules", "pooling"]),
    "Sources/Checkpoints/Encoders/EncoderConfiguration.swift": .fuzzed(["encoder_config"]),
    "Sources/Checkpoints/Making/Llama2cFile.swift": .fuzzed(["llama2c"]),
    "Sources/Checkpoints/Making/Llama2cImporter.swift": .fuzzed(["llama2c", "tokenizer.bin", "tokenizer.model"]),
    "Sources/Checkpoints/GGUF/GGUFFile.swift": .fuzzed(["gguf"]),
    "Sources/Checkpoints/GGUF/GGUFVocabulary.swift": .exempt("writes what other readers took"),
    "Sources/Checkpoints/Tensors/SafetensorsFile.swift": .fuzzed(["safetensors"]),
    "Sources/Checkpoints/Settings/SettingsTable.swift": .fuzzed(["generation_config.json", "tokenizer-"]),
    "Sources/Checkpoints/Tensors/TensorStore.swift": .fuzzed(["index", "safetensors"]),
    "Sources/Tokenization/ModelTokenizer.swift": .fuzzed(["tokenizer-json", "tiktoken", "tekken.json"]),
    "Sources/Tokenization/SentencePieceFiles.swift": .fuzzed(["tokenizer.model", "tokenizer-"]),
    "Sources/Tokenization/WordPieceTokenizer.swift": .fuzzed(["bert-tokenizer_config.json"]),
    "Sources/Tokenization/WordPieceVocabulary.swift": .fuzzed(["vocab.txt"]),
    "Sources/Training/Methods/FisherFile.swift": .fuzzed(["ewc_fisher"]),
    "Sources/Training/ParameterFile.swift": .fuzzed(["best.safetensors"]),
    "Sources/Training/TrainingState.swift": .fuzzed(["training_state"]),
  ]

  private static let texts: [String: Standing] = [
    "Sources/Corpora/ClusterSelection.swift": .fuzzed(["assignment", "manifest"]),
    "Sources/Corpora/Corpus.swift": .fuzzed([
      #"corpus-\(rule)"#, "corpus-array", #"corpus-text-\(documents)"#, "corpus-gz",
    ]),
    "Sources/Datasets/DataDirectory.swift": .fuzzed(["items.json", "data-", "gzip"]),
    "Sources/Datasets/DataFile.swift": .fuzzed(["gzip", "csv", "corpus-gz", "samples-gz"]),
    "Sources/Files/Digests/FolderSeal.swift": .fuzzed(["provenance.json", "manifest", "world.json"]),
    "Sources/Files/JSON/JSONParser.swift": .fuzzed(["json"]),
    "Sources/Configuration/ConfigurationFile.swift": .fuzzed([
      "yaml", "train.yaml", "estimate.yaml", "disperse.yaml", "search.yaml", "world.yaml", "merge.yaml",
      "mergekit.yaml",
      "dtm.yaml", "study.yaml",
    ]),
  ]

  private static let jobs: [String: Standing] = [
    "Sources/Evaluation/Runs/Journal.swift": .fuzzed(["journal.jsonl"]),
    "Sources/Evaluation/Shards/ShardFolder.swift": .fuzzed(["shard-run.json", "journal.jsonl"]),
    "Sources/Evaluation/Shards/ShardSeed.swift": .exempt("a number and a line feed; all else is an error"),
    "Sources/Files/Reading/ShortFile.swift": .exempt(
      "a line of the kernel's, or of a lease: one that is not as it was written has no known holder, which LeaseTests has"
    ),
    "Sources/Files/Writing/FirstText.swift": .exempt("a text as a whole, at which who asks for it looks"),
    "Sources/Evaluation/Asking/ItemList.swift": .fuzzed(["items.txt"]),
    "Sources/Evaluation/Runs/StoredRun.swift": .fuzzed(["items.jsonl", "stored-run.json", "seal.json"]),
    "Sources/Gating/Items/SampleFiles.swift": .fuzzed([#"run-\(name)"#]),
    "Sources/Gating/Planning/RunSpeed.swift": .fuzzed(["gate-timing.json"]),
    "Sources/Gating/References/ReferenceFile.swift": .fuzzed(["reference.assay", "columns"]),
    "Sources/Gating/References/ReportedModel.swift": .fuzzed(["model-report.json"]),
    "Sources/Pages/SampleLines.swift": .fuzzed([#"page-\(name)"#]),
    "Sources/Pages/ModelTree.swift": .fuzzed([#"page-\(name)"#]),
    "Sources/Reporting/TrainingCurves.swift": .fuzzed([#"page-\(name)"#, "tax-probe.jsonl"]),
    "Sources/Leaderboards/Pictures/PictureFolder.swift": .exempt("compares a file's first bytes"),
    "Sources/Leaderboards/Hub/InspectFolder.swift": .exempt("compares a file's bytes"),
    "Sources/assay/Analyze/AnalyzeErrors.swift": .exempt("compares a file's first bytes"),
    "Sources/Pages/ResultGroups.swift": .fuzzed([#"page-\(name)"#]),
    "Sources/assay/Report/ReportPage.swift": .exempt("a gate's JSON, of which two members are looked at"),
    "Sources/Leaderboards/Rows/LeaderboardRow+Runs.swift": .fuzzed(["report-run.json"]),
    "Sources/Leaderboards/Rows/ReportRows.swift": .fuzzed([#"\(mark)-report"#]),
    "Sources/Leaderboards/Published/PublishedTable.swift": .fuzzed(["published.yaml"]),
    "Sources/Leaderboards/Hub/Lineage.swift": .fuzzed(["lineage.json"]),
    "Sources/Leaderboards/Hub/HarnessFolder.swift": .fuzzed(["harness-results.json"]),
    "Sources/Leaderboards/Formats/ReportOutput.swift": .exempt("compares a file's first bytes, and looks for a line"),
    "Sources/assay/Gate/GateInit.swift": .exempt("compares a file's bytes"),
    "Sources/assay/Gate/GateOutputs.swift": .exempt("compares a file's first bytes"),
    "Sources/assay/Gate/GatePlanCommand.swift": .exempt("compares a file's first bytes"),
    "Sources/assay/Gate/Origin.swift": .exempt("takes a line of what git wrote as it is"),
    "Sources/assay/Gate/PolicyArguments.swift": .fuzzed(["gate.yaml"]),
    "Sources/Evaluation/Runs/RunDirectory.swift": .fuzzed(["run.json", "journal.jsonl"]),
    "Sources/Files/Writing/ArtefactStore.swift": .fuzzed(["artefact"]),
    "Sources/Files/JSON/TimingFile.swift": .exempt(
      "times alone, of which no result is made; a list that is none is an error"),
    "Sources/assay-perf/Subjects/MergeSubject.swift": .exempt("files that it wrote itself just now"),
    "Sources/Files/Digests/SealedRecord.swift": .fuzzed(["provenance.json", "manifest", "world.json"]),
    "Sources/Files/Writing/StagedDirectory.swift": .fuzzed(["provenance.json"]),
    "Sources/Experiments/Scores/ReportFolder.swift": .fuzzed([".json", "report.json"]),
    "Sources/Experiments/DTM/DTMScoring.swift": .fuzzed(["scores", "timing.json", "heldout"]),
    "Sources/Experiments/DTM/DTMWork.swift": .fuzzed(["manifest", "assignment"]),
    "Sources/Experiments/DTM/DTMWork+Merging.swift": .fuzzed(["merged_norm"]),
    "Sources/Experiments/Baselines/DTMSelection.swift": .exempt(
      "counts in an artefact, whose files have been held against their digests"),
    "Sources/Experiments/Search/SharedAnswers.swift": .exempt(
      "scores like those of a comparison, in an artefact, whose files have been held against their digests"),
    "Sources/Pipelines/Dispersal/DispersalFolder.swift": .fuzzed(["manifest"]),
    "Sources/Pipelines/Dispersal/EmbeddingFile.swift": .fuzzed(["embeddings"]),
    "Sources/ModelMerging/Vocabulary/ChatTemplate.swift": .fuzzed(["chat_template.jinja", "chat_template"]),
    "Sources/ModelMerging/Models/MergeParent.swift": .fuzzed(["fisher", "gram"]),
    "Sources/ModelMerging/Models/MergeParents.swift": .fuzzed(["provenance.json", "meaning"]),
    "Sources/ModelMerging/Models/MergedFiles.swift": .exempt("config.json, which the checkpoint's reader took before"),
    "Sources/ModelMerging/Vocabulary/MergedTokenizer.swift": .exempt("files that the tokenizer's reader took before"),
    "Sources/ModelMerging/Vocabulary/TokenList.swift": .fuzzed(["token_list"]),
    "Sources/Pipelines/Programs/ExecutePrograms.swift": .fuzzed(["results.jsonl"]),
    "Sources/Pipelines/Programs/ProgramSamples.swift": .fuzzed([
      "samples", "samples-array", "generations.json", "samples-gz",
    ]),
    "Sources/Pipelines/Programs/SampleProblems.swift": .fuzzed(["problems"]),
    "Sources/Experiments/Search/SearchLog.swift": .fuzzed(["search.jsonl"]),
    "Sources/Experiments/Search/SearchWeights+Folder.swift": .fuzzed(["search.jsonl"]),
    "Sources/Experiments/Study/StudyClock.swift": .fuzzed(["study-timing.json"]),
    "Sources/Pipelines/Selection/PromptScores.swift": .fuzzed(["prompts.jsonl"]),
    "Sources/Pipelines/Selection/ScoreFile.swift": .fuzzed(["scores.jsonl"]),
    "Sources/Pipelines/Selection/SelectionFolder.swift": .fuzzed(["selection-manifest"]),
    "Sources/Pipelines/Training/EstimateStatistics.swift": .exempt("the header of a file that would be written over"),
    "Sources/Pipelines/Training/FreshTokenizer.swift": .exempt("a tokenizer's file, whose readers have targets"),
    "Sources/Pipelines/Training/ProbeLog.swift": .fuzzed(["probe.jsonl"]),
    "Sources/Pipelines/Training/TrainingFolder.swift": .fuzzed(["train.json"]),
    "Sources/Pipelines/Training/TrainingLog.swift": .fuzzed(["log.jsonl"]),
    "Sources/Pipelines/Training/TrainingTiming.swift": .exempt("only its last line's end is looked for"),
  ]

  private static let rest: [String: Standing] = {
    let opening = "opens files, and looks into none"
    var all: [String: Standing] = [
      "Sources/CodeExecution/SandboxFootprint.swift": .exempt("what the kernel says in /proc"),
      "Sources/Files/Reading/AvailableMemory.swift": .exempt("what the kernel says in /proc and /sys"),
      "Sources/Platform/SystemFile.swift": .exempt("what the kernel says in /proc and /sys"),
      "Sources/assay/Score/ScoreSession.swift": .exempt(
        "results.json, printed as it was just written; a configuration's reader has targets"),
      "Sources/assay/Score/JoinCommand.swift": .exempt("results.json, printed as it was just written"),
      "Sources/assay/Score/ModelRuns.swift": .exempt(
        "results.json, printed as it was just written; a configuration's reader has targets"),
      "Sources/OfficialData/OfficialFolder.swift": .fuzzed(["official-file"]),
      "Sources/OfficialData/Parcel+Making.swift": .fuzzed(["parcel-members", "parcel-lines", "parcel-pairs"]),
      "Sources/assay/Tokenizer/TokenizerTraining.swift": .exempt(
        "asks whether a file is a tokenizer: the targets of those names"),
      "Sources/assay/Tokenizer/TokenizerTexts.swift": .exempt("texts, in which nothing is looked for"),
    ]
    for name in [
      "Digests/SHA256+File", "Reading/FileStamp", "Reading/FileSystem", "Reading/InputFile", "Reading/MappedFile",
      "Writing/AppendOnlyFile",
      "Writing/DirectoryLock", "Writing/HeldLock",
    ] { all["Sources/Files/\(name).swift"] = .exempt(opening) }
    all["Sources/assay/Arguments/ConfigurationArguments.swift"] = .exempt("a configuration, whose reader has targets")
    for name in ["Memory", "Training"] {
      all["Sources/assay-perf/Measurements/Measurement+\(name).swift"] = .exempt(
        "what a child process of the benchmark printed")
    }
    return all
  }()
}
