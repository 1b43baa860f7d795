/* Panels of all commands that give such a curve. */
#include "cli/dmft_picture.h"

void dmft_draw(picture *p)
{
    PICTURE_CURVES(p, "t", "error", AXES_LOG_X, {"t", "e_train", "training error"},
                   {"t", "e_test", "test error"});
    PICTURE_CURVES(p, "t", "a", AXES_LOG_X, {"t", "a", "a"});
    PICTURE_CURVES(p, "t", "v", AXES_LOG_X, {"t", "v", "v"});
}
