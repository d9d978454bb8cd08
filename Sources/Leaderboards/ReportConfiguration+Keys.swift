public import Configuration
public import Files

/// The keys of a report's configuration.
extension ReportConfiguration {
  public static let schema = ConfigurationSchema<ReportConfiguration>(
    "report", what + how + card, standard: { ReportConfiguration() })

  private static let what: [ConfigurationKey<ReportConfiguration>] = [
    ConfigurationKey("title", "over the table", \.title, .text),
    ConfigurationKey(
      "runs", "runs, references, folders of dtm, study and search, folders of runs, patterns; NAME=RUN names one",
      \.runs, .texts),
    ConfigurationKey(
      "rows", "a list of maps with row, name and group: which rows, in this order; empty: all as they are found",
      \.rows,
      .maps(ReportConfiguration.Row.schema) { (row, setting) throws(Diagnostic) in
        guard !row.row.isEmpty else { throw setting.wrong("a map with a row") }
      }),
    ConfigurationKey(
      "columns", "a list of maps with task, metric and title, in this order; empty: all tasks in their standard order",
      \.columns,
      .maps(ReportConfiguration.Column.schema) { (column, setting) throws(Diagnostic) in
        guard !column.task.isEmpty else { throw setting.wrong("a map with a task") }
      }),
    ConfigurationKey("tasks", "names of tasks, protocols or groups; empty: all", \.tasks, .texts),
    ConfigurationKey(
      "published", "files of published numbers, such as those of benchmarks/published", \.published, .paths),
  ]

  private static let how: [ConfigurationKey<ReportConfiguration>] = [
    ConfigurationKey(
      "categories", "whether the means of categories (knowledge, reasoning, …) are shown instead of the tasks",
      \.showsCategories, .flag),
    ConfigurationKey("details", "whether subjects of MMLU and tasks of BBH are shown, too", \.showsDetails, .flag),
    ConfigurationKey(
      "average",
      "tasks: each task counts once; categories: each category does; normalised: 0 is chance and 1 all right; none",
      \.average, .choice),
    ConfigurationKey(
      "partial_average", "whether a row that lacks a task has the average of those that it has", \.averagesPart, .flag),
    ConfigurationKey("against", "the row that all others are held against", \.against, .text),
    ConfigurationKey(
      "alpha", "probability of error of the tests, by Holm over all of a column, or over all cells with against",
      \.alpha, .number(above: 0, upTo: 0.5)),
    ConfigurationKey("percent", "whether numbers are shown as percentages", \.isPercent, .flag),
    ConfigurationKey("rank_by_group", "whether the best is looked for in each group", \.ranksByGroup, .flag),
    ConfigurationKey("seed", "of permutations", \.seed, .seed),
  ]

  private static let card: [ConfigurationKey<ReportConfiguration>] = [
    ConfigurationKey("card.row", "the row that a model card is of; without it the only one", \.card.row, .text),
    ConfigurationKey("card.name", "of the model on the hub; without it the row's", \.card.name, .text),
    ConfigurationKey("card.license", "such as apache-2.0; nothing is said without it", \.card.license, .text),
    ConfigurationKey("card.languages", "such as en", \.card.languages, .texts),
    ConfigurationKey("card.base_models", "names of the parents on the hub", \.card.baseModels, .texts),
    ConfigurationKey("card.tags", "further ones", \.card.tags, .texts),
    ConfigurationKey("card.summary", "what the model is and is for", \.card.summary, .text),
    ConfigurationKey("card.limits", "what it is not good at, beside what the scores say", \.card.limits, .text),
  ]

  /// What these settings make of the standard.
  public init(_ settings: [ConfigurationFile.Setting]) throws(Diagnostic) {
    self = try Self.schema.read(settings)
  }
}

extension ReportConfiguration.Row {
  static let schema = ConfigurationSchema<ReportConfiguration.Row>(
    "report",
    [
      ConfigurationKey("row", "as the run, or the table of dtm, study or search, calls it", \.row, .text),
      ConfigurationKey("name", "as it is called here", \.name, .text),
      ConfigurationKey("group", "below which it stands", \.group, .text),
    ], standard: { ReportConfiguration.Row() })
}

extension ReportConfiguration.Column {
  static let schema = ConfigurationSchema<ReportConfiguration.Column>(
    "report",
    [
      ConfigurationKey("task", "name or protocol: mmlu, race@2", \.task, .text),
      ConfigurationKey("metric", "of it; without it the first one", \.metric, .text),
      ConfigurationKey("title", "over the column", \.title, .text),
    ], standard: { ReportConfiguration.Column() })
}
