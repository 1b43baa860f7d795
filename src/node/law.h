/* The law of the projection x_par in a smooth variable u. */
#ifndef SHF_NODE_LAW_H
#define SHF_NODE_LAW_H

#include <shallowflow/data.h>

/** x_par = x(u) is odd and increasing, and u has the even density shf_node_law_density:
 *  gaussian: x = u;  sphere: x = R sin u, density cos^(d-2) u;  student: x = sqrt(nu) sinh u, density
 * cosh^-nu u. In u every density is smooth up to the ends, also at |x| = R for d = 2, 3. */
typedef struct shf_node_law {
    int kind;
    double length; /* 1, R or sqrt(nu) */
    double power;  /* d - 2 or nu */
    double norm;   /* makes the integral over [-u_max, u_max] one */
    double u_max;  /* what lies beyond carries less than 1e-18 of every moment used */
    double x_max;  /* x(u_max) */
    double step;   /* a Gauss rule of 24 points resolves the density over an interval of this length */
} shf_node_law;

/** Prepares the law for integrands that grow like |x|^growth.  Errors: SHF_ERR_VALUE when the moment of that
 * order does not exist, or is too close to diverging to be integrated. */
shf_status shf_node_law_init(shf_node_law *law, const shf_choice *data, size_t d, double growth,
                             shf_error *error);

double shf_node_law_x(const shf_node_law *law, double u);
double shf_node_law_u(const shf_node_law *law, double x);     /* |x| <= x_max */
double shf_node_law_slope(const shf_node_law *law, double u); /* dx/du */
double shf_node_law_density(const shf_node_law *law, double u);

#endif
