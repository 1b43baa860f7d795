/* The program. */
#include "cli/command.h"

int main(int argc, char **argv)
{
    /* room for help, manual and completion: what cannot be written then shows, with its reason, at the end */
    (void)setvbuf(stdout, NULL, _IOFBF, (size_t)1 << 18);
    return shallowflow_main(argc, argv);
}
