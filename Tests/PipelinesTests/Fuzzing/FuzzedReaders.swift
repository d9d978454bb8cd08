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
    "Sources/Checkpoints/AdapterCheckpoint.swift": .fuzzed(["adapter", #"adapter_\(name)"#, "adapter_config"]),
    "Sources/Checkpoints/CheckpointContents.swift": .exempt("what TensorStore read"),
    "Sources/Checkpoints/Checkpoint.swift": .exempt("digests of files that others read"),
    "Sources/Checkpoints/ConfigurationMeaning.swift": .fuzzed(["meaning"]),
    "Sources/Checkpoints/ConfigurationReader.swift": .fuzzed(["config", "adapter_config", "generation_config.json"]),
    "Sources/Checkpoints/EncoderCheckpoint.swift": .exempt("what TensorStore read"),
    "Sources/Checkpoints/EncoderConfiguration+Pooling.swift": .fuzzed(["modules", "pooling"]),
    "Sources/Checkpoints/EncoderConfiguration.swift": .fuzzed(["encoder_config"]),
    "Sources/Checkpoints/Llama2cFile.swift": .fuzzed(["llama2c"]),
    "Sources/Checkpoints/Llama2cImporter.swift": .fuzzed(["llama2c", "tokenizer.bin", "tokenizer.model"]),
    "Sources/Checkpoints/SafetensorsFile.swift": .fuzzed(["safetensors"]),
    "Sources/Checkpoints/SettingsTable.swift": .fuzzed(["generation_config.json", "tokenizer-"]),
    "Sources/Checkpoints/TensorStore.swift": .fuzzed(["index", "safetensors"]),
    "Sources/Tokenization/SentencePieceFiles.swift": .fuzzed(["tokenizer.model", "tokenizer-"]),
    "Sources/Tokenization/WordPieceTokenizer.swift": .fuzzed(["bert-tokenizer_config.json"]),
    "Sources/Tokenization/WordPieceVocabulary.swift": .fuzzed(["vocab.txt"]),
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
    "Sources/Files/FolderSeal.swift": .fuzzed(["provenance.json", "manifest", "world.json"]),
    "Sources/Files/JSONParser.swift": .fuzzed(["json"]),
    "Sources/Configuration/ConfigurationFile.swift": .fuzzed([
      "yaml", "train.yaml", "estimate.yaml", "disperse.yaml", "search.yaml", "world.yaml", "merge.yaml",
      "mergekit.yaml",
      "dtm.yaml", "study.yaml",
    ]),
    "benchmarks/BBH.swift": .fuzzed(["data-"]), "benchmarks/BBHTask.swift": .fuzzed(["data-"]),
    "benchmarks/ChainOfThought.swift": .fuzzed(["data-"]), "benchmarks/GSM8K.swift": .fuzzed(["data-"]),
    "benchmarks/HumanEval.swift": .fuzzed(["data-"]), "benchmarks/MBPP.swift": .fuzzed(["data-"]),
    "benchmarks/MBPPPlus.swift": .fuzzed(["data-"]), "benchmarks/MMLU.swift": .fuzzed(["data-"]),
    "benchmarks/RACE.swift": .fuzzed(["data-"]), "benchmarks/ScienceQuestion.swift": .fuzzed(["data-"]),
    "benchmarks/TruthfulQA.swift": .fuzzed(["data-"]),
  ]

  private static let jobs: [String: Standing] = [
    "Sources/Evaluation/Journal.swift": .fuzzed(["journal.jsonl"]),
    "Sources/Evaluation/RunDirectory.swift": .fuzzed(["run.json", "journal.jsonl"]),
    "Sources/Files/ArtefactStore.swift": .fuzzed(["artefact"]),
    "Sources/Files/TimingFile.swift": .exempt(
      "times alone, of which no result is made; a list that is none is an error"),
    "Sources/assay-perf/MergeSubject.swift": .exempt("files that it wrote itself just now"),
    "Sources/Files/SealedRecord.swift": .fuzzed(["provenance.json", "manifest", "world.json"]),
    "Sources/Files/StagedDirectory.swift": .fuzzed(["provenance.json"]),
    "Sources/Pipelines/Configuration/ReportFolder.swift": .fuzzed([".json", "report.json"]),
    "Sources/Pipelines/DTM/DTMScoring.swift": .fuzzed(["scores", "timing.json", "heldout"]),
    "Sources/Pipelines/DTM/DTMWork.swift": .fuzzed(["manifest", "assignment", "merged_norm"]),
    "Sources/Pipelines/Dispersal/DispersalFolder.swift": .fuzzed(["manifest"]),
    "Sources/Pipelines/Dispersal/EmbeddingFile.swift": .fuzzed(["embeddings"]),
    "Sources/Pipelines/Merging/ChatTemplate.swift": .fuzzed(["chat_template.jinja", "chat_template"]),
    "Sources/Pipelines/Merging/MergeParent.swift": .fuzzed(["fisher", "gram"]),
    "Sources/Pipelines/Merging/MergeParents.swift": .fuzzed(["provenance.json", "meaning"]),
    "Sources/Pipelines/Merging/MergedFiles.swift": .exempt("config.json, which the checkpoint's reader took before"),
    "Sources/Pipelines/Merging/MergedTokenizer.swift": .exempt("files that the tokenizer's reader took before"),
    "Sources/Pipelines/Merging/TokenList.swift": .fuzzed(["token_list"]),
    "Sources/Pipelines/Programs/ExecutePrograms.swift": .fuzzed(["results.jsonl"]),
    "Sources/Pipelines/Programs/ProgramSamples.swift": .fuzzed([
      "samples", "samples-array", "generations.json", "samples-gz",
    ]),
    "Sources/Pipelines/Programs/SampleProblems.swift": .fuzzed(["problems"]),
    "Sources/Pipelines/Search/SearchLog.swift": .fuzzed(["search.jsonl"]),
    "Sources/Pipelines/Search/SearchWeights.swift": .fuzzed(["search.jsonl"]),
    "Sources/Pipelines/Study/StudyClock.swift": .fuzzed(["study-timing.json"]),
    "Sources/Pipelines/Training/EstimateStatistics.swift": .exempt("the header of a file that would be written over"),
    "Sources/Pipelines/Training/ProbeLog.swift": .fuzzed(["probe.jsonl"]),
    "Sources/Pipelines/Training/TrainingFolder.swift": .fuzzed(["train.json"]),
    "Sources/Pipelines/Training/TrainingLog.swift": .fuzzed(["log.jsonl"]),
    "Sources/Pipelines/Training/TrainingTiming.swift": .exempt("only its last line's end is looked for"),
    "Sources/Pipelines/Training/TrainingSubject.swift": .exempt(
      "copies what other readers took before; tokenizer.model"),
  ]

  private static let rest: [String: Standing] = {
    let opening = "opens files, and looks into none"
    var all: [String: Standing] = [
      "Sources/CodeExecution/SandboxFootprint.swift": .exempt("what the kernel says in /proc"),
      "Sources/Files/AvailableMemory.swift": .exempt("what the kernel says in /proc and /sys"),
      "Sources/Pipelines/Machine/SystemFile.swift": .exempt("what the kernel says in /proc and /sys"),
      "Sources/assay/Score.swift": .exempt(
        "results.json, printed as it was just written; a configuration's reader has targets"),
      "Sources/assay/TokenizerCommand.swift": .exempt(
        "asks whether a file is a tokenizer.model: the target of that name"),
    ]
    for name in ["AppendOnlyFile", "DirectoryLock", "FileSystem", "HeldLock", "InputFile", "MappedFile", "SHA256+File"]
    {
      all["Sources/Files/\(name).swift"] = .exempt(opening)
    }
    for name in ["ConfigurationArguments", "Merge", "WorldCommand"] {
      all["Sources/assay/\(name).swift"] = .exempt("a configuration, whose reader has targets")
    }
    for name in ["Memory", "Training"] {
      all["Sources/assay-perf/Measurement+\(name).swift"] = .exempt("what a child process of the benchmark printed")
    }
    return all
  }()
}
