/* The timeline model's length route in one loop: AC, able and TED by two dates, for speed.py. */
#include <math.h>
static double phi(double x) { return 0.5 * erfc(-x * M_SQRT1_2); }
void model(const double *z, long n, const double *p, double *out) {
    /* p: start, scale, log2(H/h), least, sH/ln 2, sd, g, sg, ln m, m, s, ln(c L), ln L, years */
    double hits[6] = {0};
    for (long i = 0; i < n; i++) {
        double d = fmax(p[2] + p[4] * z[n + i], p[3]);
        double g = fmin(fmax(p[6] + p[7] * z[2 * n + i], 0.6), 1.02), r = -log(g);
        double k = r > 0 ? fmin(d, p[8] / r) : d;
        double t = fabs(r) < 1e-9 ? d : expm1(-r * k) / expm1(-r) + (d - k) / p[9];
        double date = p[0] + p[1] * exp(p[5] * z[i]) * t;
        for (int y = 0; y < 2; y++) {
            double left = p[13 + y] - date;
            if (left <= 0) continue;
            double x = log(left);
            hits[y] += 1;
            hits[2 + y] += phi((x - p[11]) / p[10]);
            hits[4 + y] += phi((x - p[12]) / p[10]);
        }
    }
    for (int j = 0; j < 6; j++) out[j] = hits[j] / n;
}
