public import ArgumentParser
public import Servers

extension ServerOptions.API: ExpressibleByArgument {}
