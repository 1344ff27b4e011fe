"""A configured installation in a temporary folder, driven through its two commands as an administrator would."""

import json
import os
import pathlib
import subprocess
import tempfile
from xml.sax.saxutils import quoteattr

ROOT = pathlib.Path(__file__).resolve().parents[1]
BIN = pathlib.Path(os.environ.get("HABARI_BIN", ROOT / ".build" / "release"))


class Installation:
    def __init__(self, urls, poll="", store=""):
        self.folder = tempfile.TemporaryDirectory(prefix="habari-")
        self.path = pathlib.Path(self.folder.name)
        self.config = self.path / "habari.toml"
        self.list = self.path / "feeds.opml"
        self.config.write_text(
            f'[store]\npath = "{self.path}/habari.db"\n{store}\n[feeds]\nfiles = ["feeds.opml"]\n'
            f"[poll]\nallow_private_networks = true\n{poll}\n[log]\nformat = \"text\"\n"
        )
        self.write_list(urls)

    def write_list(self, urls):
        outlines = "".join(f"    <outline type='rss' text={quoteattr(u)} xmlUrl={quoteattr(u)}/>\n" for u in urls)
        temporary = self.list.with_suffix(".new")
        temporary.write_text(f"<opml version='2.0'>\n  <head/>\n  <body>\n{outlines}  </body>\n</opml>\n")
        temporary.replace(self.list)

    def start(self, *arguments, **options):
        return subprocess.Popen([BIN / "habarid", "--config", self.config, *arguments], **options)

    def once(self):
        return subprocess.run(
            [BIN / "habarid", "--config", self.config, "--once"], check=True, capture_output=True, text=True, timeout=120
        )

    def habari(self, *arguments, check=True, **options):
        return subprocess.run(
            [BIN / "habari", "--config", self.config, *arguments],
            check=check, capture_output=True, text=True, timeout=120, **options,
        )

    def items(self, *arguments):
        output = self.habari("query", "--all", "--format", "jsonl", *arguments).stdout
        return [json.loads(line) for line in output.splitlines()]

    def feeds(self):
        return json.loads(self.habari("feeds", "list", "--format", "json").stdout)

    def close(self):
        self.folder.cleanup()
