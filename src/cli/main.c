/* The program. */
#include "cli/command.h"

int main(int argc, char **argv)
{
    return shallowflow_main(argc, argv);
}
