// libpython, whichever python3-embed of pkg-config is, from 3.11 to 3.13; only sandbox/ links it, from C.
