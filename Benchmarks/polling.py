#!/usr/bin/env python3
"""A poll of many local feeds by habarid, beside curl that only downloads them, and beside newsboat.

    Benchmarks/polling.py [FEEDS [ROUNDS]]      1,000 feeds and 5 rounds unless told; `make bench-polling` sets it all up

nginx serves the feeds from files that are compressed already, on the loopback: 35 items of about 1.4 kB each, of made-up
words by Zipf's law, so that they compress as news does, and one item in five on the subject. Each round
starts with nothing stored: curl, habarid and newsboat fetch all feeds, then all of them again, when every answer is 304.
habarid keeps the text of every item (keep = "all") and parses, classifies and stores; 64 requests are made at once by
habarid and by curl. newsboat works as it comes, and is run in the first round only, because it takes so long. Times are
those of whole processes on the clock; ratios are of medians in one run.
"""

import datetime
import gzip
import os
import pathlib
import random
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import documents
from installation import Installation

ITEMS = 35
WORDS = 95
LANGUAGE = documents.Vocabulary.made(30_000)
ON_SUBJECT = LANGUAGE.mixed(documents.TERMS, 0.25)
# Whoever asks with a later date than this is answered 304.
CHANGED = datetime.datetime(2025, 9, 24, 18, 5, tzinfo=datetime.timezone.utc)
ALWAYS_DUE = 'min_interval = "0s"\ndefault_interval = "0s"\nper_host = 64\nconcurrency = 64\ntimeout = "60s"'


def feed(number):
    """A feed of its own items, under addresses of its own; one item in five has a quarter of its words from the subject."""
    source = random.Random(number)
    when = CHANGED - datetime.timedelta(minutes=source.randrange(600))
    items = []
    for place in range(ITEMS):
        when -= datetime.timedelta(minutes=source.randint(5, 300))
        language = ON_SUBJECT if source.random() < 0.2 else LANGUAGE
        items.append(documents.item(source, number * ITEMS + place, when, language, WORDS))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"<channel>\n<title>Feed {number}</title>\n<link>https://example.org/{number}</link>\n"
        f"<description>Random words</description>\n<language>en</language>\n{''.join(items)}</channel>\n</rss>\n"
    ).encode()


class Nginx:
    """Files of a folder on the loopback, compressed ones where the client takes them, with ETag and Last-Modified."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = folder / "nginx.conf"
        config.write_text(
            f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ access_log off; types {{ application/rss+xml rss; }} client_body_temp_path {folder}/body;\n"
            f"proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi; uwsgi_temp_path {folder}/uwsgi;\n"
            f"scgi_temp_path {folder}/scgi; keepalive_requests 100000;\n"
            f"server {{ listen 127.0.0.1:{self.port} backlog=1024; root {folder}/www; gzip_static on;\n"
            "if_modified_since before; } }\n"
        )
        self.process = subprocess.Popen(["nginx", "-c", config, "-p", folder], stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        sys.exit("nginx does not start")

    def close(self):
        self.process.terminate()
        self.process.wait()


def measured(command, **options):
    """Seconds on the clock, CPU seconds, and the peak of resident memory in MiB of a command."""
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE} | options
    start = time.monotonic()
    process = subprocess.Popen(command, **options)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed: {errors.decode()[-400:]}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, errors.decode()


def curl(urls, folder, again):
    config = folder / "curl.conf"
    config.write_text("".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls))
    # An If-Modified-Since of after the last change; every transfer is one of 64 at once.
    condition = ["-z", (CHANGED + datetime.timedelta(days=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")] if again else []
    return measured(
        ["curl", "--silent", "--show-error", "--fail", "--compressed", "--parallel", "--parallel-max", "64", "-K", config]
        + condition)


def newsboat(urls, folder):
    home = folder / "newsboat"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "urls").write_text("\n".join(urls) + "\n")
    (home / "config").write_text("")
    command = ["newsboat", "-u", home / "urls", "-C", home / "config", "-c", home / "cache.db", "-x", "reload"]
    environment = os.environ | {"HOME": str(home)}
    return [measured(command, env=environment) for _ in range(2)]


def expect(said, words):
    if words not in said:
        sys.exit(f"habarid did not do what it is measured for: wanted “{words}”, got: {said[-300:]}")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with tempfile.TemporaryDirectory(prefix="habari-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        www = folder / "www"
        www.mkdir()
        compressed = plain = 0
        for number in range(count):
            body = feed(number)
            packed = gzip.compress(body, 6, mtime=0)
            for file, data in ((www / f"{number}.rss", body), (www / f"{number}.rss.gz", packed)):
                file.write_bytes(data)
                os.utime(file, (CHANGED.timestamp(),) * 2)
            compressed, plain = compressed + len(packed), plain + len(body)
        print(f"{count} feeds of {ITEMS} items: {plain / 1e6:.1f} MB, compressed {compressed / 1e6:.1f} MB")
        server = Nginx(folder)
        try:
            run(count, rounds, [f"http://127.0.0.1:{server.port}/{n}.rss" for n in range(count)], folder)
        finally:
            server.close()


def run(count, rounds, urls, folder):
    results = {"curl": [[], []], "habarid": [[], []]}
    for number in range(rounds):
        for again in (0, 1):
            results["curl"][again].append(curl(urls, folder, bool(again)))
        installation = Installation(urls, ALWAYS_DUE, 'keep = "all"')
        command = [installation_binary(), "--config", installation.config, "--once"]
        for again in (0, 1):
            result = measured(command)
            expect(result[3], f"polled {count} feeds: {0 if again else count * ITEMS} new items")
            if again:
                expect(result[3], f"{count} feeds unchanged")
            results["habarid"][again].append(result)
        installation.close()
        print(f"round {number + 1}: " + "; ".join(
            f"{name} {runs[0][-1][0]:.2f} s, again {runs[1][-1][0]:.2f} s" for name, runs in results.items()), flush=True)
    boat = newsboat(urls, folder) if shutil.which("newsboat") else None
    table(count, results, boat)


def installation_binary():
    from installation import BIN
    return BIN / "habarid"


def table(count, results, boat):
    median = {n: [statistics.median(r[0] for r in runs) for runs in both] for n, both in results.items()}
    print(f"\n{'':34}{'first, all new':>18}{'second, all 304':>18}")
    for name, both in median.items():
        print(f"{name:34}{both[0]:16.2f} s{both[1]:16.2f} s")
    if boat:
        print(f"{'newsboat, as it comes':34}{boat[0][0]:16.2f} s{boat[1][0]:16.2f} s")
    ratios = [h / c for h, c in zip(median["habarid"], median["curl"])]
    print(f"{'habarid / curl':34}{ratios[0]:16.2f} x{ratios[1]:16.2f} x      (wanted: at most 4.0 and 2.0)")
    if boat:
        print(f"{'newsboat / habarid':34}{boat[0][0] / median['habarid'][0]:16.1f} x{boat[1][0] / median['habarid'][1]:16.1f} x"
              "      (wanted: at least 20 and 50)")
    for again, word in ((0, "first"), (1, "second")):
        runs = results["habarid"][again]
        cpu = statistics.median(r[1] for r in runs)
        print(f"habarid, {word}: CPU {cpu:.2f} s, {cpu / count * 1000:.2f} ms a feed; peak memory {max(r[2] for r in runs):.0f} MiB")


if __name__ == "__main__":
    main()
