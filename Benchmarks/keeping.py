#!/usr/bin/env python3
"""How long it takes to copy, carry over and prune a store, in one run.

    Benchmarks/keeping.py [ITEMS]           or: make bench-keeping ITEMS=100000

The generator of storing.py fills a store of ITEMS items with `keep = "relevant"`, one in five relevant. It is backed up
(beside it, `.backup` of the sqlite3 shell, which does the same without a check), exported, imported into an empty store, merged
into one that has items of its own, and pruned of all that never was relevant. Every store is verified afterwards. The files
stay in Benchmarks/.build/store. Needed: sqlite3 (the shell), python3.
"""

import shutil
import subprocess
import sys

from storing import FOLDER, HABARI, PROGRAM, measure, prepare

STORE, OWN, EXPORT = FOLDER / "keep.db", FOLDER / "own.db", FOLDER / "keep.jsonl"


def fresh(name):
    """The path of a store that is not there yet."""
    for ending in ["", "-wal", "-shm", ".lock"]:
        (FOLDER / (name + ending)).unlink(missing_ok=True)
    return FOLDER / name


def row(what, command, says=True):
    """Runs a command, and prints what it cost and its last line."""
    wall, cpu, memory, _, said = measure([str(part) for part in command])
    remark = said.decode().strip().split("\n")[-1] if says else ""
    print(f"{what:32} {wall:8.2f} s {cpu:8.2f} s CPU {memory:7.0f} MiB   {remark.removeprefix(str(FOLDER) + '/')}")


def verify(store):
    said = subprocess.check_output([HABARI, "verify", "--store", store], stderr=subprocess.DEVNULL, text=True)
    if not said.endswith("ok\n"):
        sys.exit(f"keeping.py: {store} is not sound")


def main():
    items = sys.argv[1] if len(sys.argv) > 1 else "100000"
    prepare()
    for store, count in [(fresh(STORE.name), items), (fresh(OWN.name), "500")]:
        subprocess.run([PROGRAM, "fill", store, "-", count, "relevant"], check=True, stdout=subprocess.DEVNULL)
    print(f"{items} items, {STORE.stat().st_size / 1e6:.0f} MB")
    backup, copy, pruned = fresh("backup.db"), fresh("copy.db"), fresh("pruned.db")
    row("backup", [HABARI, "backup", backup, "--store", STORE])
    row("  .backup of sqlite3", ["sqlite3", STORE, f".backup {fresh('shell.db')}"])
    with open(EXPORT, "wb") as file:
        subprocess.run([HABARI, "export", "--store", STORE], check=True, stdout=file, stderr=subprocess.DEVNULL)
    row("export", [HABARI, "export", "--store", STORE], says=False)
    row("import into an empty store", [HABARI, "import", EXPORT, "--store", copy])
    row("  again", [HABARI, "import", EXPORT, "--store", copy])
    row("import into one with 500 items", [HABARI, "import", EXPORT, "--store", OWN])
    row("  again", [HABARI, "import", EXPORT, "--store", OWN])
    shutil.copyfile(backup, pruned)
    row("prune", [HABARI, "prune", "--older-than", "1d", "--store", pruned])
    for store in [backup, copy, OWN, pruned]:
        verify(store)
    print(f"all sound; pruned: {pruned.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
