#!/usr/bin/env python3
"""A daemon with ten thousand feeds: what it holds in memory, and whether that grows.

    Benchmarks/endurance.py [MINUTES [FEEDS [INTERVAL]]]     10 minutes, 10,000 feeds, each every 60 s unless told

nginx serves the feeds on the loopback; after the first poll every answer is 304. So polled, ten minutes are 100,000
polls, as many as fall into five hours at the interval that is usual. Prints the resident memory at the end of the first
poll and after that the highest in each tenth of the time.
"""

import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import polling
from idle import cpu_seconds, resident_mebibytes
from installation import Installation


def main():
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    interval = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    polling.ITEMS = 5
    with tempfile.TemporaryDirectory(prefix="habari-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        (folder / "www").mkdir()
        for number in range(count):
            (folder / "www" / f"{number}.rss").write_bytes(polling.feed(number))
        server = polling.Nginx(folder)
        urls = [f"http://127.0.0.1:{server.port}/{n}.rss" for n in range(count)]
        poll = f'min_interval = "{interval}s"\ndefault_interval = "{interval}s"\nmax_interval = "{interval}s"\nper_host = 64'
        installation = Installation(urls, poll)
        process = installation.start(stderr=subprocess.DEVNULL)
        try:
            watch(process, installation, minutes * 60, count)
        finally:
            process.terminate()
            process.wait()
            installation.close()
            server.close()


def watch(process, installation, seconds, count):
    start = time.monotonic()
    while sum(feed["last_polled"] is not None for feed in installation.feeds()) < count:
        time.sleep(2)
    print(f"{count} feeds, polled once after {time.monotonic() - start:.0f} s: {resident_mebibytes(process):.0f} MiB", flush=True)
    start, cpu = time.monotonic(), cpu_seconds(process)
    for tenth in range(10):
        highest = 0
        while time.monotonic() - start < seconds * (tenth + 1) / 10:
            highest = max(highest, resident_mebibytes(process))
            time.sleep(1)
        print(f"{(tenth + 1) * seconds / 10:6.0f} s: {highest:.1f} MiB at most", flush=True)
    used = cpu_seconds(process) - cpu
    status = installation.habari("status", "--format", "json").stdout
    print(f"CPU {used:.1f} s in {seconds:.0f} s; status: {' '.join(status.split())}")


if __name__ == "__main__":
    main()
