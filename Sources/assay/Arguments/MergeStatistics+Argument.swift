public import ArgumentParser
public import Merging

extension MergeStatistics: ExpressibleByArgument {}
