"""Two fully specified Bayes factors for process tracing: a transparent lower bound beside the weighed likelihoods.

Lopez, Bowers and Gajardo Cooper (2026), R package DrWrinch: evidence is only counted as for the working theory
or for its rival, and a parameter omega says how much easier it is to come upon evidence for the one.
"""

import numpy
from scipy import integrate, optimize, stats


def binomial(for_working, for_rival, omega=1.0):
    """Return the odds that more than half of the evidence that exists favours the working theory.

    Parameters
    ----------
    for_working, for_rival : int
        Pieces of evidence seen for each, 0 or more.
    omega : float
        Observation bias: above 1, evidence for the working theory is easier to come upon.

    Notes
    -----
    A piece seen favours the working theory with probability omega * t / (1 + (omega - 1) * t), t uniform on (0, 1).
    """
    if for_working < 0 or for_rival < 0 or omega <= 0:
        raise ValueError(f"found {for_working}, {for_rival}, omega {omega}; allowed: counts of 0 or more, omega above 0")
    if omega == 1.0:
        made = stats.beta(1 + for_working, 1 + for_rival)
        return float(made.sf(0.5) / made.cdf(0.5))

    def likelihood(share):
        seen = omega * share / (1 + (omega - 1) * share)
        return seen ** for_working * (1 - seen) ** for_rival
    above, below = (integrate.quad(likelihood, *span, epsabs=0, epsrel=1e-10)[0] for span in ((0.5, 1), (0, 0.5)))
    return float(above / below)


def urn(for_working, for_rival):
    """Return the urn Bayes factor: one world that holds just enough more evidence for either theory.

    Under the working theory the urn holds one piece more for it than was seen and as many for the rival as were
    seen (at least one); under the rival theory, as many for the working theory as were seen and one more for the rival.
    """
    if for_working < 0 or for_rival < 0:
        raise ValueError(f"found {for_working}, {for_rival}; allowed: counts of 0 or more")
    drawn = for_working + for_rival
    here = stats.hypergeom.pmf(for_working, for_working + 1 + max(1, for_rival), for_working + 1, drawn)
    there = stats.hypergeom.pmf(for_working, for_working + for_working + 1, for_working, drawn)
    return float(here / there)


def tipping_bias(for_working, for_rival):
    """Return omega*, the observation bias at which the binomial Bayes factor is one, or None outside 1/1000 to 1000."""
    def log_factor(log_omega):
        return numpy.log(binomial(for_working, for_rival, float(numpy.exp(log_omega))))
    ends = numpy.log([1e-3, 1e3])
    values = [log_factor(end) for end in ends]
    if numpy.sign(values[0]) == numpy.sign(values[1]):
        return None
    return float(numpy.exp(optimize.brentq(log_factor, *ends)))
