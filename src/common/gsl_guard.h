/* GSL's default error handler aborts; between enter and leave it is off, for all threads that are inside. */
#ifndef SHF_COMMON_GSL_GUARD_H
#define SHF_COMMON_GSL_GUARD_H

/** Switches GSL's error handler off (first caller in) and back to what it was (last caller out).  Calls nest.
 */
void shf_gsl_enter(void);
void shf_gsl_leave(void);

#endif
