"""Documents to measure with: made from a seed, the same on every machine.

    python3 Benchmarks/documents.py ITEMS FILE     an RSS 2.0 document of about 1 kB an item

The texts are random words in the proportions of a news feed: a title with an entity now and then, a description with
HTML that is escaped in one half of the items and in a CDATA section in the other, three categories, dates in RFC 822.
"""

import random
import sys
from email.utils import format_datetime
from datetime import datetime, timedelta, timezone
from html import escape

WORDS = (
    "the of and to in a for on with that by at from as is was his will said after over into trade talks minister "
    "president government county market tea coffee port railway court senate ruling election budget loan bond tariff "
    "duty export import summit visit embassy envoy mission police army base training health clinic vaccine school "
    "students visa travel border refugees drought rain harvest power grid solar geothermal wind data centre bank "
    "shilling dollar growth jobs young people workers union strike protest rights report study year month week "
    "Nairobi Mombasa Kisumu Washington Geneva Addis Kampala Dodoma Juba Mogadishu “agreement” Kenya’s café São naïve"
).split()
ZONES = [timezone.utc, timezone(timedelta(hours=3)), timezone(timedelta(hours=-4))]


def words(source, count):
    return " ".join(source.choice(WORDS) for _ in range(count))


def html(source, count):
    """Some words of HTML: paragraphs, a link, emphasis, entities, an image."""
    parts = []
    while count > 0:
        length = source.randint(12, 40)
        count -= length
        text = words(source, length)
        if source.random() < 0.3:
            text += f' <a href="https://example.org/{source.randrange(10**6)}?a=1&amp;b=2">{words(source, 3)}</a>'
        if source.random() < 0.3:
            text += f" <em>{words(source, 2)}</em> &amp; {words(source, 4)}&nbsp;&#8230;"
        parts.append(f"<p>{text}</p>")
    if source.random() < 0.2:
        parts.append('<img src="https://example.org/i.jpg" alt="" width="600" height="400" />')
    return "\n".join(parts)


def item(source, number, when):
    body = html(source, 62)
    body = f"<![CDATA[{body}]]>" if number % 2 else escape(body, quote=False)
    title = words(source, 9) + (" &amp; " + words(source, 2) if source.random() < 0.2 else "")
    date = format_datetime(when.astimezone(source.choice(ZONES)))
    categories = "".join(f"<category>{source.choice(WORDS)}</category>" for _ in range(3))
    return (
        f"<item>\n<title>{title}</title>\n<link>https://example.org/news/{number}?utm_source=rss</link>\n"
        f'<guid isPermaLink="false">https://example.org/?p={number}</guid>\n<pubDate>{date}</pubDate>\n'
        f"<dc:creator>{words(source, 2)}</dc:creator>\n{categories}\n<description>{body}</description>\n</item>\n"
    )


def rss(items, seed=1):
    """The lines of a document; `items` is how many it has."""
    source = random.Random(seed)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        "<channel>\n<title>A feed to measure with</title>\n<link>https://example.org/</link>\n"
        "<description>Random words</description>\n<language>en</language>\n"
    )
    when = datetime(2025, 9, 24, 18, 5, tzinfo=timezone.utc)
    for number in range(items):
        when -= timedelta(seconds=source.randint(60, 3600))
        yield item(source, number, when)
    yield "</channel>\n</rss>\n"


if __name__ == "__main__":
    with open(sys.argv[2], "w", encoding="utf-8") as target:
        target.writelines(rss(int(sys.argv[1])))
