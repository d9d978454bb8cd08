// libseccomp, for the system-call filter of sandbox/; only sandbox/ links it, from C.
