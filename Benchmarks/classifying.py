#!/usr/bin/env python3
"""How fast items are judged, beside grep looking for the same terms in the same text.

    Benchmarks/classifying.py [ROUNDS]         or: make bench-classifying

The text is titles and summaries of the labelled items, each a line, ten times over. grep counts the lines that hold one of
the lexicon's terms (`grep -c -w -i -F -f TERMS`, in a UTF-8 locale); Habari judges each item: who is named, how near, in which
relation, and why. Both run on one core, in turns; printed are the best of the rounds, for a busy machine only makes them
slower, and their ratio. Needed: Python 3.11 (tomllib).
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time
import json
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PROGRAM = HERE / ".build" / "release" / "classifying-benchmark"
LEXICON = ROOT / "Config" / "lexicon.toml"
ITEMS = [ROOT / "seeds" / "labelled" / name for name in ["dev.jsonl", "more-1.jsonl", "more-2.jsonl"]]
TIMES = 10


def terms():
    """Every name and word of the lexicon; a star for any ending is dropped, which finds no less."""
    found = set()

    def gather(value, key=""):
        if isinstance(value, dict):
            for name, inner in value.items():
                gather(inner, name)
        elif isinstance(value, list):
            for inner in value:
                gather(inner, key)
        elif isinstance(value, str) and key in {"names", "words", "exact", "hints", "titles"}:
            found.add(value.rstrip("*"))
        elif isinstance(value, str) and key == "holders":
            found.update(name.strip() for name in value.split(" ", 1)[-1].split(","))

    top = tomllib.loads(LEXICON.read_text())
    gather(top)
    for name in top["include"]:
        gather(tomllib.loads((LEXICON.parent / name).read_text()))
    return sorted(term for term in found if term)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    subprocess.run(
        ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", HERE,
         "--product", "classifying-benchmark"], check=True, stdout=sys.stderr,
    )
    lines = [line for path in ITEMS for line in path.read_text().splitlines() if line] * TIMES
    with tempfile.TemporaryDirectory(prefix="habari-") as folder:
        items, text, patterns = (os.path.join(folder, name) for name in ["items.jsonl", "text", "terms"])
        pathlib.Path(items).write_text("\n".join(lines) + "\n")
        rows = [f"{item['title']} {item.get('summary') or ''}".replace("\n", " ") for item in map(json.loads, lines)]
        pathlib.Path(text).write_text("\n".join(rows) + "\n")
        pathlib.Path(patterns).write_text("\n".join(terms()) + "\n")
        environment = os.environ | {"LC_ALL": "C.UTF-8"}
        grep, judge, load = [], [], []
        for _ in range(rounds):
            start = time.perf_counter()
            subprocess.run(
                ["grep", "-c", "-w", "-i", "-F", "-f", patterns, text], env=environment, stdout=subprocess.DEVNULL
            )
            grep.append(time.perf_counter() - start)
            output = subprocess.check_output([PROGRAM, LEXICON, items, "1"]).split()
            load.append(float(output[0]))
            judge.append(float(output[3]))
    count, size = len(lines), sum(len(row.encode()) for row in rows) / 1e6
    print(f"{count} items, {size:.1f} MB of titles and summaries, {len(terms())} terms, best of {rounds} rounds on one core")
    print(f"grep -c -w -i -F -f TERMS  {min(grep):7.3f} s")
    print(f"Habari                     {min(judge):7.3f} s  {count / min(judge):,.0f} items/s  {min(judge) / min(grep):.2f} x grep")
    print(f"loading the lexicon        {min(load) * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
