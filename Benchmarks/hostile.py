#!/usr/bin/env python3
"""What documents made to hurt cost `habari parse`: time, and memory beside the promise.

The promise is 64 MiB or eight times the document, whichever is more, for the whole process. Usage:
hostile.py [--megabytes N] [--only NAME] HABARI
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

HEAD = b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>'
TAIL = b"</channel></rss>"
JSON = b'{"version":"https://jsonfeed.org/version/1.1","title":"T","items":['


def fill(head, unit, tail, size):
    """`unit` as often as fits between head and tail."""
    return head + unit * ((size - len(head) - len(tail)) // len(unit)) + tail


def numbered(head, unit, tail, size):
    """As `fill`, each unit with a number of its own for its %d."""
    return head + b"".join(unit % n for n in range((size - len(head) - len(tail)) // (len(unit) + 4))) + tail


def documents(size):
    """Names and makers of documents of about `size` bytes."""
    item = (HEAD + b"<item>", b"</item>" + TAIL)
    feed = (HEAD, TAIL)
    bomb = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 20) for n in range(1, 31))
    text = b"<item><title>Kenya and the United States</title><link>/a</link></item>"
    yield "tiny items", lambda: fill(HEAD, b"<item/>", TAIL, size)
    yield "tiny items, unclosed", lambda: fill(HEAD, b"<item>", TAIL, size)
    yield "small items", lambda: fill(HEAD, text, TAIL, size)
    yield "items with one letter", lambda: fill(HEAD, b"<item><title>x</title></item>", TAIL, size)
    yield "deep nesting", lambda: fill(HEAD, b"<a>", b"", size)
    yield "start tags, each another", lambda: numbered(HEAD, b"<a%d>", b"", size)
    yield "empty tags, each another", lambda: numbered(HEAD, b"<a%d/>", TAIL, size)
    yield "end tags", lambda: fill(HEAD, b"</a>", TAIL, size)
    yield "attributes of one tag", lambda: numbered(HEAD + b"<item ", b"a%d='' ", b"></item>" + TAIL, size)
    yield "attributes of many tags", lambda: numbered(HEAD, b"<item a='%d' b='' c='' d='' e=''/>", TAIL, size)
    yield "namespaces", lambda: numbered(HEAD, b"<item xmlns:a%d='u'>", TAIL, size)
    yield "one text", lambda: fill(item[0] + b"<description>", b"word ", b"</description>" + item[1], size)
    yield "one title", lambda: fill(item[0] + b"<title>", b"word", b"</title>" + item[1], size)
    yield "one guid", lambda: fill(item[0] + b"<guid>", b"word", b"</guid>" + item[1], size)
    yield "one CDATA section", lambda: fill(item[0] + b"<description><![CDATA[", b"<p>a", b"]]></description>" + item[1], size)
    yield "one comment", lambda: fill(HEAD + b"<!--", b"- ", b"-->" + TAIL, size)
    yield "texts as long as they may be", lambda: fill(
        HEAD, b"<item><content:encoded>" + b"word " * 41_000 + b"</content:encoded></item>", TAIL, size)
    yield "categories", lambda: numbered(item[0], b"<category>c%d</category>", item[1], size)
    yield "enclosures", lambda: fill(HEAD, b"<item>" + b"".join(b"<enclosure url='%d'/>" % n for n in range(200)) + b"</item>", TAIL, size)
    yield "enclosures with a long base", lambda: fill(
        HEAD + b"<link>https://a.example/" + b"b/" * 1000 + b"</link>",
        b"<item>" + b"".join(b"<enclosure url='%d'/>" % n for n in range(200)) + b"</item>", TAIL, size)
    yield "links with a long base", lambda: fill(
        HEAD + b"<link>https://a.example/" + b"b/" * (size // 4) + b"</link>", b"<item><link>c</link></item>", TAIL, size)
    yield "keywords", lambda: fill(HEAD, b"<item><itunes:keywords>" + b"a,b,c," * 30 + b"</itunes:keywords></item>", TAIL, size)
    yield "an entity bomb", lambda: fill(
        b'<!DOCTYPE rss [<!ENTITY a0 "' + b"a" * 4000 + b'">' + bomb + b"]>" + item[0] + b"<description>", b"&a1;&a30;",
        b"</description>" + item[1], size)
    yield "entities", lambda: numbered(b"<!DOCTYPE rss [", b'<!ENTITY a%d "x">', b"]>" + HEAD + TAIL, size)
    yield "a DOCTYPE without end", lambda: fill(b"<!DOCTYPE rss [", b'"', b"", size)
    yield "angle brackets", lambda: fill(HEAD, b"<", TAIL, size)
    yield "ampersands", lambda: fill(item[0] + b"<title>", b"&", b"</title>" + item[1], size)
    yield "escaped angle brackets", lambda: fill(item[0] + b"<description>", b"&lt;", b"</description>" + item[1], size)
    yield "quotes", lambda: fill(HEAD + b"<a ", b"='\"", TAIL, size)
    yield "control characters", lambda: fill(item[0] + b"<title>", b"\x01", b"</title>" + item[1], size)
    yield "NUL", lambda: fill(HEAD, b"\0", TAIL, size)
    yield "windows-1252", lambda: fill(item[0] + b"<description>", b"\x80", b"</description>" + item[1], size)
    yield "UTF-16", lambda: fill(HEAD.replace(b"utf-8", b"utf-16"), text, TAIL, size // 2).decode().encode("utf-16")
    yield "UTF-32", lambda: fill(HEAD.replace(b"utf-8", b"utf-32"), text, TAIL, size // 4).decode().encode("utf-32")
    yield "UTF-16, all of three bytes", lambda: ("<rss><channel><title>" + "\u4e00" * (size // 2)).encode("utf-16")
    yield "Shift_JIS", lambda: fill(
        b'<?xml version="1.0" encoding="shift_jis"?><rss><channel><title>', b"\xb1", b"</title></channel></rss>", size)
    yield "an HTML page", lambda: fill(b"<html><body>", b"<p><a href='feed'>x</a>", b"</body></html>", size)
    yield "JSON of tiny items", lambda: fill(JSON, b"{},", b"{}]}", size)
    yield "JSON of tiny numbers", lambda: fill(JSON, b"1,", b"1]}", size)
    yield "JSON of tiny strings", lambda: fill(JSON, b'"",', b'""]}', size)
    yield "JSON of small items", lambda: fill(JSON, b'{"id":"1","title":"Kenya","url":"/a"},', b"{}]}", size)
    yield "JSON of members", lambda: numbered(JSON + b"{", b'"a%d":1,', b'"z":1}]}', size)
    yield "JSON of tags", lambda: numbered(JSON + b'{"tags":[', b'"a%d",', b'"z"]}]}', size)
    yield "JSON of attachments", lambda: fill(JSON + b'{"attachments":[', b'{"url":"a"},', b'{}]}]}', size)
    yield "JSON of open brackets", lambda: fill(b"", b"[", b"", size)
    yield "JSON of open braces", lambda: fill(b"", b'{"a":', b"", size)
    yield "JSON with one text", lambda: fill(JSON + b'{"content_text":"', b"\\u4e00", b'"}]}', size)


def make_apart(make, path):
    """Writes a document in a process of its own: what a process had before it started another counts for that one."""
    child = os.fork()
    if child == 0:
        with open(path, "wb") as file:
            file.write(make())
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        raise SystemExit(f"{path}: not written")


def measure(habari, path):
    """The seconds and the peak of resident memory in bytes that one parse takes, and the exit status."""
    begin = time.monotonic()
    process = subprocess.Popen([habari, "parse", path, "--format", "json"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - begin, usage.ru_maxrss * 1024, process.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--after", default="")
    parser.add_argument("habari")
    options = parser.parse_args()
    size = int(options.megabytes * 2**20)
    worst = 0
    print(f"{'document':34} {'MB':>6} {'seconds':>8} {'peak MB':>8} {'of bound':>9}  exit")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "document")
        for name, make in documents(size):
            if options.only not in name:
                continue
            if options.after:
                options.after = "" if name == options.after else options.after
                continue
            make_apart(make, path)
            count = os.path.getsize(path)
            seconds, peak, status = measure(options.habari, path)
            share = peak / max(64 * 2**20, 8 * count)
            worst = max(worst, share)
            mark = "" if share <= 1 and status in (0, 1) else "  <<<"
            print(f"{name:34} {count / 1e6:6.1f} {seconds:8.2f} {peak / 1e6:8.1f} {share:8.0%}  {status}{mark}", flush=True)
    print(f"worst: {worst:.0%} of the bound")
    sys.exit(worst > 1)


if __name__ == "__main__":
    main()
