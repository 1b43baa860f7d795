"""The random numbers of the command in NumPy, so that both train the very same networks: Philox4x32-10 (Salmon et al.,
SC 2011), keyed by seed, stream and index, and normal numbers by Box and Muller."""

import numpy as np

MULTIPLIER = np.array([0xD2511F53, 0xCD9E8D57], np.uint64)
WEYL = np.array([0x9E3779B9, 0xBB67AE85], np.uint64)
LOW, SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


def words(seed, stream, index):
    """Four 32-bit words for each place, as an array (4, n)."""
    index = np.asarray(index, np.uint64)
    full = lambda value: np.full(index.shape, value, np.uint64)
    c = [index & LOW, index >> SHIFT, full(stream & 0xFFFFFFFF), full(stream >> 32)]
    key = np.array([seed & 0xFFFFFFFF, seed >> 32], np.uint64)
    for _ in range(10):
        p, q = MULTIPLIER[0] * c[0], MULTIPLIER[1] * c[2]
        c = [(q >> SHIFT) ^ c[1] ^ key[0], q & LOW, (p >> SHIFT) ^ c[3] ^ key[1], p & LOW]
        key = (key + WEYL) & LOW
    return np.array(c)


def _unit(high, low):
    bits = (high << np.uint64(20)) | (low >> np.uint64(12))
    return (bits.astype(float) + 0.5) * 2.0**-52


def uniforms(seed, stream, index):
    """Uniform numbers in (0, 1), one a place."""
    w = words(seed, stream, index)
    return _unit(w[0], w[1])


def normals(seed, stream, n, first=0):
    """Standard normal numbers first .. first + n - 1 of a stream."""
    w = words(seed, stream, np.arange(first // 2, (first + n + 1) // 2))
    radius, angle = np.sqrt(-2 * np.log(_unit(w[0], w[1]))), 2 * np.pi * _unit(w[2], w[3])
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).ravel()[first % 2:first % 2 + n]
