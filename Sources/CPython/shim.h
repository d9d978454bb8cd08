// libpython 3.11 by its own name in pkg-config, whatever python3 the PATH leads to; only sandbox/ links it, from C.
