#!/usr/bin/env python3
"""How fast and how small the store is, beside SQLite itself, in one run.

    Benchmarks/storing.py [ITEMS]           or: make bench-storing ITEMS=1000000

A seeded generator (Sources/storing-benchmark/NewsGenerator.swift) makes ITEMS items: 400 feeds, titles of 9 words,
summaries of 35, one item in seven with a content of 150, three languages, words by Zipf's law, one item in five relevant,
five years. They are stored with `keep = "all"`, which is the harder case, through the door the daemon uses, 64 polls at a
time; by turns, the same rows go into a second file by prepared inserts alone. Then the store is asked: in process, as a
whole process beside the `sqlite3` shell with the same question in SQL, killed and opened again, and checked.

The files stay in Benchmarks/.build/store; KEEP=1 asks the store of the run before instead of filling a new one. Every time
is the median of several; where other programs keep the machine busy, the CPU seconds tell more than the clock.
Needed: sqlite3 (the shell), python3, 3 GB of disk for a million items.
"""

import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = HERE / ".build" / "release" / "storing-benchmark"
HABARI = HERE.parent / ".build" / "release" / "habari"
FOLDER = HERE / ".build" / "store"
STORE, BARE, FILLED, SMALL = FOLDER / "store.db", FOLDER / "bare.db", FOLDER / "filled.json", FOLDER / "small.db"
ROUNDS = 11

COLUMNS = """item.id, feed.url, coalesce(nullif(feed.list_title, ''), feed.title, feed.url) AS feed_title, item.guid,
  revision.title, revision.link, revision.author, revision.published, item.first_seen, item.language, revision.summary,
  substr(revision.content, 1, 1001) AS content, item.relevant, item.score, verdict.topics, item.story, item.revisions"""
TABLES = """JOIN feed ON feed.id = item.feed JOIN revision ON revision.entry = item.revision
  JOIN verdict ON verdict.entry = item.verdict"""
BEST = """SELECT rowid AS id, row_number() OVER () AS place FROM (SELECT search.rowid FROM search
  CROSS JOIN item INDEXED BY item_relevant_id ON item.id = search.rowid WHERE search MATCH '%s' AND item.relevant = 1
  ORDER BY bm25(search, 2.0, 6.0, 1.0), search.rowid DESC LIMIT 20)"""

# What is asked: arguments of habari, and the same in SQL; the last column says by which rows.
QUESTIONS = {
    "newest 20 of a topic": (
        ["--topic", "trade", "--limit", "20"],
        """SELECT item AS id, row_number() OVER () AS place FROM (SELECT item FROM item_topic
           WHERE topic = (SELECT id FROM topic WHERE name = 'trade') ORDER BY time DESC, item DESC LIMIT 20)""",
    ),
    "newest 20 of a feed": (
        ["--feed", "https://www.news7.example/feeds/7.xml", "--limit", "20"],
        """SELECT id, row_number() OVER () AS place FROM (SELECT id FROM item WHERE relevant = 1
           AND feed = (SELECT id FROM feed WHERE url = 'https://www.news7.example/feeds/7.xml')
           ORDER BY time DESC, id DESC LIMIT 20)""",
    ),
    "20 of a week in 2023": (
        ["--since", "2023-03-01", "--until", "2023-03-08", "--limit", "20"],
        """SELECT id, row_number() OVER () AS place FROM (SELECT id FROM item WHERE relevant = 1
           AND time >= 1677628800000 AND time < 1678233600000 ORDER BY time DESC, id DESC LIMIT 20)""",
    ),
    "best 20: Ruto Rubio": (["--sort", "relevance", "--limit", "20", "Ruto", "Rubio"], BEST % '"Ruto" AND "Rubio"'),
    "best 20: Kenya Trade": (["--sort", "relevance", "--limit", "20", "Kenya", "Trade"], BEST % '"Kenya" AND "Trade"'),
    "best 20: Government Minister": (
        ["--sort", "relevance", "--limit", "20", "Government", "Minister"], BEST % '"Government" AND "Minister"',
    ),
}


def fail(message):
    sys.exit(f"storing.py: {message}")


def prepare():
    """Builds what is measured."""
    if not shutil.which("sqlite3"):
        fail("sqlite3 is not installed; install the package of that name")
    release = ["swift", "build", "-c", "release", "--static-swift-stdlib"]
    subprocess.run([*release, "--package-path", HERE, "--product", PROGRAM.name], check=True, stdout=sys.stderr)
    subprocess.run([*release, "--package-path", HERE.parent, "--product", "habari"], check=True, stdout=sys.stderr)
    FOLDER.mkdir(parents=True, exist_ok=True)


def program(*arguments):
    return json.loads(subprocess.check_output([PROGRAM, *map(str, arguments)]))


def measure(command, stdin=None):
    """Seconds by the clock and of CPU, peak memory in MiB, and what was printed."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write((stdin or "").encode())
    process.stdin.close()
    lines, last = 0, b""
    while block := process.stdout.read(1 << 16):
        lines += block.count(b"\n")
        last = (last + block)[-(1 << 20):]
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        fail(f"{command[0]} failed with status {process.returncode}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, lines, last


def habari(*arguments):
    return [str(HABARI), "--store", str(STORE), *arguments]


def shell(sql):
    """A command of the shell that prints what an item's line in JSON needs, and its input."""
    rows = f"SELECT {COLUMNS} FROM ({sql}) AS hit JOIN item ON item.id = hit.id {TABLES} ORDER BY hit.place;"
    return ["sqlite3", "-readonly", str(STORE)], f".mode json\n{rows}\n"


def fill(items):
    """The store and the file beside it; the figures of the run that made them."""
    if os.environ.get("KEEP") and FILLED.exists():
        return json.loads(FILLED.read_text())
    filled = program("fill", STORE, BARE, items, "all")
    relevant = program("fill", SMALL, "-", min(items, 100_000), "relevant")
    filled["relevant_bytes"] = size(SMALL) / relevant["items"]
    filled["bytes"] = size(STORE)
    FILLED.write_text(json.dumps(filled))
    return filled


def size(path):
    """The bytes of a store at rest: what waits in the log is in the file then."""
    subprocess.run(["sqlite3", str(path), "PRAGMA wal_checkpoint(TRUNCATE);"], check=True, stdout=subprocess.DEVNULL)
    return path.stat().st_size


def verdict(is_met):
    return "met" if is_met else "NOT MET"


def print_appending(filled):
    items, rows = filled["items"], filled["rows"]
    print(f"\nAppending {items} items, {rows} rows, in transactions of at most 64 polls, synchronous=FULL:")
    print(f"{'':28}{'items/s':>9}{'rows/s':>9}{'CPU us/item':>13}")
    for name, key in [("prepared inserts alone", "bare"), ("Habari", "store")]:
        wall, cpu = filled[key + "_wall"], filled[key + "_cpu"]
        print(f"{name:28}{items / wall:9.0f}{rows / wall:9.0f}{cpu / items * 1e6:13.0f}")
    clock = filled["bare_wall"] / filled["store_wall"]
    cpu = filled["bare_cpu"] / filled["store_cpu"]
    print(f"ratio: {clock:.2f} by the clock, {cpu:.2f} by CPU; wanted 0.5: {verdict(clock >= 0.5)}")
    print("The inserts alone have the same tables, indexes, text index and settings, but no triggers, keys or look-ups.")


def print_size(filled):
    items, text = filled["items"], filled["text_bytes"] / filled["items"]
    print(f"\nSize; an item's text (title, summary, content, link, identifier, author, categories) is {text:.0f} bytes:")
    for name, per_item in [
        ('keep = "all"', filled["bytes"] / items), ('keep = "relevant", one item in five', filled["relevant_bytes"]),
    ]:
        print(f"{name:38}{per_item:6.0f} bytes/item, {per_item / text:.2f} x; wanted 2.0: {verdict(per_item <= 2 * text)}")


def print_in_process():
    print(f"\nIn process, median milliseconds of 15:\n{'':40}{'clock':>8}{'CPU':>8}{'first':>8}{'of':>9}")
    for row in program("ask", STORE):
        times = "".join(f"{row[key] * 1000:8.2f}" for key in ["wall", "cpu", "first"])
        print(f"{row['name']:40}{times}{row['of']:9}")


def print_processes():
    print(f"\nWhole processes, median milliseconds of {ROUNDS}, by turns:")
    print(f"{'':32}{'habari':>8}{'sqlite3':>9}{'allowed':>9}{'CPU':>8}{'CPU':>8}")
    for name, (arguments, sql) in QUESTIONS.items():
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(measure(habari("query", "--format", "jsonl", *arguments)))
            theirs.append(measure(*shell(sql)))
        expected = [json.loads(row)["id"] for row in ours[0][4].splitlines()]
        found = [row["id"] for row in json.loads(theirs[0][4] or b"[]")]
        note = "" if expected == found else "  (other items!)"
        mine, other = (statistics.median(t[0] for t in times) * 1000 for times in (ours, theirs))
        cpu = [statistics.median(t[1] for t in times) * 1000 for times in (ours, theirs)]
        allowed = 1.5 * other + 20
        print(
            f"{name:32}{mine:8.1f}{other:9.1f}{allowed:9.1f}{cpu[0]:8.1f}{cpu[1]:8.1f}  {verdict(mine <= allowed)}{note}"
        )


def print_stream(items):
    seconds, cpu, peak, lines, _ = measure(habari("query", "--all", "--format", "jsonl"))
    sql = f".mode json\nSELECT {COLUMNS} FROM item {TABLES} ORDER BY item.time DESC, item.id DESC;\n"
    other = measure(["sqlite3", "-readonly", str(STORE)], sql)
    if lines != items:
        fail(f"habari query --all gave {lines} lines instead of {items}")
    print(f"\nStreaming all {lines} items as JSON Lines: {seconds:.1f} s, {lines / seconds:.0f} items/s, CPU {cpu:.1f} s,")
    print(f"peak {peak:.0f} MiB; wanted 64: {verdict(peak <= 64)} (sqlite3: {other[0]:.1f} s, CPU {other[1]:.1f} s)")


def print_reopening():
    """A writer is killed in the middle of its work; then the store is opened as the daemon opens it, and checked."""
    copy = FOLDER / "killed.db"
    for ending in ["", "-wal", "-shm", ".lock"]:
        pathlib.Path(f"{copy}{ending}").unlink(missing_ok=True)
    process = subprocess.Popen([PROGRAM, "fill", copy, "-", "1000000", "all"], stderr=subprocess.DEVNULL)
    time.sleep(8)
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed = program("verify", copy)
    print(f"\nA store killed after 8 s of filling opens in {killed['open'] * 1000:.0f} ms with {killed['entries']} entries,")
    print(f"all sound: {killed['sound']}")
    whole = program("verify", STORE)
    rate = whole["entries"] / whole["verify_wall"]
    print(f"The large one opens in {whole['open'] * 1000:.0f} ms; verifying takes {whole['verify_wall']:.1f} s, {rate:.0f} entries/s,")
    print(f"all sound: {whole['sound']}")


def main():
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    prepare()
    filled = fill(items)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, SQLite {subprocess.check_output(['sqlite3', '--version']).decode().split()[0]}")
    print_appending(filled)
    print_size(filled)
    print_in_process()
    print_processes()
    print_stream(filled["items"])
    print_reopening()


if __name__ == "__main__":
    main()
