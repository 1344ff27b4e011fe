#!/usr/bin/env python3
"""How fast feeds are parsed, beside libxml2's own reader and other feed parsers, all in one run.

    Benchmarks/parsing.py [ROUNDS]          or: make bench-parsing

Every program reads the same RSS document of 20,000 items (documents.py) as a process of its own. A figure is the CPU
time, user and system, of the whole process from start to end, so that what else the machine does counts little. In each
round every program runs once; printed are the median of the rounds, and the median of the ratios to `xmllint` in the
same round. feedparser, which needs a minute, runs once. Needed: xmllint (libxml2-utils), sfeed, python3-venv.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import documents

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = HERE / ".build" / "release" / "parsing-benchmark"
VENV = HERE / ".build" / "venv"
PACKAGES = ["feedparser==6.0.14", "fastfeedparser==0.6.5"]
ITEMS = 20_000
PARTS = 8


def prepare():
    """Builds what is measured, and installs the peers that Python has."""
    for tool in ["xmllint", "sfeed"]:
        if not shutil.which(tool):
            sys.exit(f"parsing.py: {tool} is not installed; install libxml2-utils and sfeed")
    subprocess.run(
        ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", HERE], check=True, stdout=sys.stderr
    )
    if not VENV.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([VENV / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)


def measure(command, source=None):
    """The CPU seconds of one run, its peak memory in MiB, and what it printed."""
    with open(source or os.devnull, "rb") as stdin:
        process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"parsing.py: {command[0]} failed with status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def python(code):
    return [str(VENV / "bin" / "python"), "-c", code]


def programs(path):
    """Name, command, standard input, and how many items its output says it found (None: it does not say)."""
    return {
        "xmllint --stream --noout": (["xmllint", "--stream", "--noout", path], None, None),
        "Habari, the XML only": ([str(PROGRAM), "xml", path], None, None),
        "Habari": ([str(PROGRAM), "feed", path], None, int),
        "sfeed": (["sfeed"], path, lambda output: output.count(b"\n")),
        "fastfeedparser": (
            python(f"import fastfeedparser as f; print(len(f.parse(open({path!r}, 'rb').read()).entries))"), None, int,
        ),
    }


def feedparser(path):
    return python(f"import feedparser as f; print(len(f.parse({path!r}).entries))")


def in_parallel(folder):
    """Seconds that eight documents take one after the other, and on all cores."""
    paths = []
    for part in range(PARTS):
        paths.append(os.path.join(folder, f"part{part}.xml"))
        with open(paths[-1], "w", encoding="utf-8") as target:
            target.writelines(documents.rss(ITEMS // PARTS, seed=part))
    def run(width):
        return float(subprocess.check_output([PROGRAM, "tasks", str(width), *paths]).split()[1])
    one, all_cores = zip(*[(run(1), run(os.cpu_count())) for _ in range(5)])
    return min(one), min(all_cores)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    prepare()
    with tempfile.TemporaryDirectory(prefix="habari-") as folder:
        path = os.path.join(folder, "feed.xml")
        with open(path, "w", encoding="utf-8") as target:
            target.writelines(documents.rss(ITEMS))
        size = os.path.getsize(path) / 1e6
        seconds, peak = {}, 0
        for _ in range(rounds):
            for name, (command, source, count) in programs(path).items():
                time, mebibytes, output = measure(command, source)
                if count and count(output) != ITEMS:
                    sys.exit(f"parsing.py: {name} found {count(output)} items instead of {ITEMS}")
                seconds.setdefault(name, []).append(time)
                if name == "Habari":
                    peak = mebibytes
        time, _, _ = measure(feedparser(path))
        seconds["feedparser"] = [time] * rounds
        print(f"{size:.1f} MB of RSS, {ITEMS} items, {rounds} rounds, CPU seconds of the whole process")
        print(f"{'':26}{'median':>9}{'MB/s':>8}{'x xmllint':>11}")
        reference = seconds["xmllint --stream --noout"]
        for name, times in seconds.items():
            ratio = statistics.median(mine / theirs for mine, theirs in zip(times, reference))
            middle = statistics.median(times)
            print(f"{name:26}{middle:9.3f}{size / middle:8.0f}{ratio:11.2f}")
        print(f"Habari's peak memory: {peak:.0f} MiB, {peak * 2**20 / 1e6 / size:.1f} x the document")
        one, all_cores = in_parallel(folder)
        print(
            f"{PARTS} documents in parallel on {os.cpu_count()} cores: {one / all_cores:.2f} x as fast as on one "
            f"({one:.3f} s, {all_cores:.3f} s)"
        )


if __name__ == "__main__":
    main()
