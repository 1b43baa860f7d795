"""Time that a counterpart spends on what does not count."""

import contextlib
import time

seconds = [0.0, 0.0]  # of the clock, of the processor


@contextlib.contextmanager
def apart():
    begin = time.perf_counter(), time.process_time()
    yield
    seconds[0] += time.perf_counter() - begin[0]
    seconds[1] += time.process_time() - begin[1]
