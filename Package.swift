// swift-tools-version: 6.1
import PackageDescription

// The floors of the house: an arrow may only point down (see docs/house.md).
// CI builds with --explicit-target-dependency-import-check error, so an import that is not declared here fails.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Loops over elements live in these targets only; they stay optimized in debug builds so that tests are quick.
let optimized: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Only the Makefile says it, to release builds: a manifest that asked git itself would be cached with the answer.
let commit = (Context.environment["ASSAY_COMMIT"] ?? "").filter { $0.isHexDigit || $0 == "+" }

func floor(
  _ name: String, _ dependencies: [Target.Dependency], path: String? = nil,
  exclude: [String] = [], settings: [SwiftSetting] = strict
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"]),
    .executable(name: "assay-perf", targets: ["assay-perf"]),
    .executable(name: "assay-sandbox", targets: ["assay-sandbox"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // 0: foreign code and C kernels
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    // Without pkg-config, too.
    .systemLibrary(name: "CMicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    // Without pkg-config, whose flags SwiftPM warns of.
    .systemLibrary(name: "CUtf8proc", providers: [.apt(["libutf8proc-dev"])]),
    .target(name: "COniguruma", cSettings: [.unsafeFlags(["-O2"])], linkerSettings: [.linkedLibrary("onig")]),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(
      name: "CSentencePiece", cxxSettings: [.unsafeFlags(["-O2"])],
      linkerSettings: [.linkedLibrary("sentencepiece"), .linkedLibrary("sentencepiece_train")]),
    .target(
      name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])],
      linkerSettings: [.linkedLibrary("pthread"), .linkedLibrary("m")]),
    .target(name: "CBuild", cSettings: [.define("ASSAY_COMMIT", to: "\"\(commit)\"")]),
    .target(
      name: "CLapack", cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-O2"])],
      linkerSettings: [.linkedLibrary("dl"), .linkedLibrary("pthread")]),
    .target(name: "CFixtures"),
    .target(name: "CPage", exclude: ["assets", "part.inc"]),
    .target(name: "CSandboxContract"),
    .target(name: "CFaults", cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-O2"])]),
    .systemLibrary(name: "CPython", pkgConfig: "python3-embed", providers: [.apt(["libpython3-dev"])]),
    .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
    .executableTarget(
      name: "assay-sandbox", dependencies: ["CSandboxContract", "CPython", "CSeccomp"], path: "sandbox",
      exclude: [
        "README.md", "arguments.py", "arrays.py", "attacks", "candidate.py", "claims.py", "conversation.py",
        "draws.py", "exceptions.py", "judge.py", "kept.py", "library.py", "names.py", "objects.py", "oracles.py",
        "pipe.py", "protocols.py", "questions.py", "raised.py", "reader.py", "readings.py", "records.py",
        "rehearsal.py",
        "remote.py", "rows.py", "sources.py", "streams.py", "surroundings.py", "value.py", "writer.py", "writings.py",
      ],
      cSettings: [.define("_GNU_SOURCE"), .unsafeFlags(["-std=c2x", "-O2"])],
      linkerSettings: [
        .linkedLibrary("seccomp"),
        // Without Swift's own library, which would be mapped into every fork and catch the crashes of programs.
        .unsafeFlags([
          "-nostartfiles", "-static-stdlib", "-Xlinker", "--as-needed", "-Xlinker", "-z", "-Xlinker", "now",
        ]),
      ]),

    // 1
    floor("Files", ["CCrypto", "CFaults"], settings: optimized),
    floor("Tensors", ["CKernels", "CFaults"], settings: optimized),
    floor("Tokenization", ["COniguruma", "CSentencePiece", "CUtf8proc", "Files"], settings: optimized),
    floor("Datasets", ["CZlib", "Files"], settings: optimized),
    floor("Transfers", ["CArchive", "CCurl", "CMicrohttpd", "Files"]),
    floor("Statistics", [], settings: optimized),
    floor("CodeExecution", ["CSandboxContract", "Files"]),

    // 2
    floor("LinearAlgebra", ["CLapack", "Files", "Tensors"], settings: optimized),
    floor("Platform", ["CBuild", "Files", "Tensors", "CodeExecution"]),
    floor("Checkpoints", ["Files", "Tensors", "Tokenization", "Statistics"], settings: optimized),
    floor("Evaluation", ["Files", "Datasets", "Statistics", "CodeExecution"]),
    floor("Configuration", ["Files", .product(name: "Yams", package: "Yams")]),

    // 3
    floor("Corpora", ["Files", "Datasets", "Tokenization", "Configuration"], settings: optimized),
    floor("Transformers", ["Files", "Tensors", "Checkpoints"], settings: optimized),
    floor(
      "Benchmarks", ["CFixtures", "Files", "Datasets", "Evaluation"], path: "benchmarks",
      exclude: ["README.md", "ci", "fixtures", "cluster", "peers", "published", "reports", "studies", "RESULTS.md"],
      settings: optimized),
    floor("Reporting", ["Files", "Datasets", "Evaluation", "Statistics"]),
    floor(
      "Merging", ["Files", "Tensors", "Statistics", "LinearAlgebra", "Checkpoints"], exclude: ["README.md"],
      settings: optimized),
    floor("Worlds", ["Files", "Statistics", "Configuration"], settings: optimized),

    // 4
    floor(
      "Pages", ["CPage", "Files", "Datasets", "Statistics", "CodeExecution", "Evaluation", "Reporting"],
      settings: optimized),

    floor(
      "Gating", ["CZlib", "Files", "Datasets", "Statistics", "Evaluation", "Configuration", "Reporting"],
      settings: optimized),

    floor(
      "Inference",
      ["Files", "Tensors", "Tokenization", "Statistics", "Checkpoints", "Evaluation", "Transformers"],
      settings: optimized),

    floor("Servers", ["Files", "Transfers", "Evaluation"]),

    floor(
      "Training",
      [
        "Files", "Tensors", "Tokenization", "Statistics", "Checkpoints", "Transformers", "Corpora", "Configuration",
      ],
      settings: optimized),

    floor(
      "ModelMerging",
      ["Files", "Tensors", "Tokenization", "Platform", "Checkpoints", "Configuration", "Reporting", "Merging"]),

    floor(
      "Dispersal", ["Files", "Tensors", "Statistics", "Configuration", "Corpora", "Transformers"],
      settings: optimized),

    // 5
    floor(
      "Pipelines",
      [
        "Files", "Tensors", "Tokenization", "Datasets", "Statistics", "CodeExecution", "Platform", "Checkpoints",
        "Evaluation", "Corpora", "Transformers", "Benchmarks", "Reporting", "Inference", "Training", "Dispersal",
        "Merging", "ModelMerging", "Worlds", "Configuration", "Transfers",
      ]),

    floor(
      "OfficialData", ["Files", "Datasets", "Transfers", "Evaluation", "Benchmarks", "Reporting"], settings: optimized),

    floor(
      "Leaderboards",
      [
        "Files", "Datasets", "Statistics", "Evaluation", "Configuration", "Benchmarks", "Reporting", "Gating", "Pages",
      ],
      settings: optimized),

    // 6
    floor(
      "Experiments",
      [
        "Files", "Tensors", "Tokenization", "Datasets", "Statistics", "LinearAlgebra", "Platform", "Checkpoints",
        "Evaluation", "Corpora",
        "Transformers", "Reporting", "Inference", "Training", "Dispersal", "Merging", "ModelMerging", "Worlds",
        "Configuration",
        "Pipelines",
      ]),

    // 7
    .executableTarget(
      name: "assay",
      dependencies: [
        "Files", "Tensors", "Tokenization", "Datasets", "CodeExecution", "Checkpoints", "Corpora", "Evaluation",
        "Transformers", "Benchmarks", "Reporting", "Inference", "Training", "Dispersal", "Merging", "ModelMerging",
        "Worlds",
        "Configuration", "Platform", "Pipelines", "OfficialData", "Experiments", "Gating", "Leaderboards", "Pages",
        "Servers", "Transfers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "assay-perf",
      dependencies: [
        "COpenBLAS", "Files", "Tensors", "Tokenization", "Datasets", "CodeExecution", "Checkpoints", "Evaluation",
        "Corpora", "Transformers", "Benchmarks", "Reporting", "Inference", "Training", "Merging", "ModelMerging",
        "Platform",
        "Pipelines", "Experiments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests, and what they share
    .target(
      name: "TestSupport",
      dependencies: ["Files", "Datasets", "CodeExecution", "Checkpoints", "Evaluation", "Reporting"],
      path: "Tests/TestSupport",
      swiftSettings: optimized),
    tests("StatisticsTests", ["Statistics", "TestSupport"]),
    tests(
      "CodeExecutionTests", ["assay-sandbox", "CSandboxContract", "Files", "Datasets", "CodeExecution", "TestSupport"]),
    tests("EvaluationTests", ["Files", "Datasets", "Statistics", "CodeExecution", "Evaluation", "TestSupport"]),
    tests("ReportingTests", ["Files", "Statistics", "Evaluation", "Reporting"]),
    tests("FilesTests", ["Files", "TestSupport"]),
    tests("TokenizationTests", ["Files", "Tokenization", "TestSupport"], exclude: ["Goldens"]),
    tests("CheckpointsTests", ["Files", "Tensors", "Tokenization", "Checkpoints", "Reporting", "TestSupport"]),
    tests("TensorsTests", ["Tensors", "TestSupport"]),
    tests(
      "TransformersTests",
      ["Files", "Tensors", "Tokenization", "Checkpoints", "Transformers", "TestSupport"]),
    tests(
      "InferenceTests",
      ["Files", "Tensors", "Tokenization", "Checkpoints", "Evaluation", "Transformers", "Inference", "TestSupport"]),
    tests(
      "TrainingTests",
      [
        "Files", "Tensors", "Tokenization", "Statistics", "Checkpoints", "Corpora", "Transformers", "Training",
        "TestSupport",
      ]),
    tests("MergingTests", ["Files", "Tensors", "LinearAlgebra", "Checkpoints", "Merging", "TestSupport"]),
    tests(
      "ModelMergingTests",
      [
        "Files", "Tokenization", "Checkpoints", "Configuration", "Merging", "ModelMerging", "Reporting", "Pipelines",
        "TestSupport",
      ]),
    tests("DispersalTests", ["Files", "Tensors", "Dispersal", "TestSupport"]),
    tests("CorporaTests", ["Files", "Datasets", "Tokenization", "Corpora", "TestSupport"]),
    tests("ConfigurationTests", ["Files", "Configuration", "TestSupport"]),
    tests("DatasetsTests", ["Files", "Datasets", "TestSupport"]),
    tests(
      "PipelinesTests",
      [
        "assay-sandbox", "Files", "Datasets", "Statistics", "CodeExecution", "Checkpoints", "Corpora", "Evaluation",
        "Benchmarks", "Reporting", "Inference", "Merging", "ModelMerging", "Tokenization", "Training", "Dispersal",
        "Worlds", "Configuration", "Platform", "Pipelines", "Experiments", "Tensors", "TestSupport", "Transformers",
      ]),
    tests(
      "ExperimentsTests",
      [
        "Files", "Statistics", "LinearAlgebra", "Evaluation", "Configuration", "Training", "Merging", "ModelMerging",
        "Pipelines", "Experiments",
        "TestSupport",
      ]),
    tests(
      "GatingTests",
      ["Files", "Statistics", "Evaluation", "Configuration", "Reporting", "Gating", "TestSupport"]),
    tests(
      "LeaderboardsTests",
      ["Files", "Statistics", "Evaluation", "Configuration", "Gating", "Leaderboards", "TestSupport"]),
    tests("ServersTests", ["Files", "Transfers", "Evaluation", "Servers", "TestSupport"]),
    tests("PagesTests", ["Files", "Datasets", "Evaluation", "Pages", "TestSupport"], exclude: ["Browser"]),
    tests(
      "OfficialDataTests",
      ["Files", "Datasets", "Evaluation", "Benchmarks", "Transfers", "OfficialData", "TestSupport"]),
    tests("WorldsTests", ["Files", "Worlds"]),
    tests(
      "CommandLineTests",
      [
        "assay", "assay-sandbox", "Files", "Checkpoints", "Evaluation", "Benchmarks", "Configuration", "Merging",
        "ModelMerging",
        "Platform", "Pipelines", "Experiments", "Transfers", "TestSupport",
      ]),
    tests("PerfTests", ["assay-perf", "Files", "Tokenization", "Checkpoints", "Evaluation"]),
    tests(
      "BenchmarksTests", ["Files", "Datasets", "CodeExecution", "Evaluation", "Benchmarks", "TestSupport"],
      exclude: ["Goldens"]),
  ],
  cxxLanguageStandard: .cxx17
)
