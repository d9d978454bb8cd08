// libarchive, for `assay data fetch`; only Transfers may import this module.
#include <archive.h>
#include <archive_entry.h>
