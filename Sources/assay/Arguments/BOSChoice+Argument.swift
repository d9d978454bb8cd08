public import ArgumentParser
public import Pipelines

extension BOSChoice: ExpressibleByArgument {}
