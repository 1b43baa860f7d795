/* Constants that math.h has not, to more digits than a double holds. */
#ifndef SHF_COMMON_CONSTANTS_H
#define SHF_COMMON_CONSTANTS_H

#define SHF_INV_PI 0.318309886183790671537768       /**< 1/pi */
#define SHF_INV_SQRT_2PI 0.398942280401432677939946 /**< 1/sqrt(2 pi): normal density at 0 */
#define SHF_SQRT_2_OVER_PI 0.797884560802865355880  /**< sqrt(2/pi): mean of |x|, x standard normal */

#endif
