#ifndef ASSAY_STAGING_H
#define ASSAY_STAGING_H

// Removes all folders that were made known: for a process that is about to end, from within a handler of signals.
void assay_faults_remove_staged(void);

#endif
