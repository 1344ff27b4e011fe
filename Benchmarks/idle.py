#!/usr/bin/env python3
"""What an idle daemon costs: the CPU time of habarid with 100 feeds, none of them due.

    HABARI_BIN=.build/release Benchmarks/idle.py [SECONDS]

Prints the share of one core, from the kernel's own account of the process in nanoseconds, and its resident memory.
"""

import pathlib
import subprocess
import sys
import time

from installation import Installation
from publisher import Publisher


def cpu_seconds(process):
    """The CPU time of the whole process, threads that have ended included (clock_getcpuclockid(3))."""
    return time.clock_gettime((~process.pid << 3) | 2)


def resident_mebibytes(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    publisher = Publisher(feeds=100, items_each=35)
    installation = Installation(publisher.urls())
    process = installation.start(stderr=subprocess.DEVNULL)
    try:
        polled = 0
        while polled < 100:
            time.sleep(0.1)
            polled += len(publisher.take_requests())
        time.sleep(3)
        before, start = cpu_seconds(process), time.monotonic()
        time.sleep(seconds)
        share = (cpu_seconds(process) - before) / (time.monotonic() - start)
        print(f"idle with 100 feeds over {seconds:.0f} s: {share:.4%} of a core, {resident_mebibytes(process):.0f} MiB")
    finally:
        process.terminate()
        process.wait()
        installation.close()
        publisher.close()


if __name__ == "__main__":
    main()
