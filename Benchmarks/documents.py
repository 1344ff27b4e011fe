"""Documents to measure with: made from a seed, the same on every machine.

    python3 Benchmarks/documents.py ITEMS FILE     an RSS 2.0 document of about 1 kB an item

The texts are random words in the proportions of a news feed: a title with an entity now and then, a description with
HTML that is escaped in one half of the items and in a CDATA section in the other, three categories, dates in RFC 822.
"""

import itertools
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


class Vocabulary:
    """Words to draw from, each with its share."""

    def __init__(self, words, shares=None):
        self.words = words
        self.shares = list(itertools.accumulate(shares or [1] * len(words)))

    def draw(self, source, count):
        return " ".join(source.choices(self.words, cum_weights=self.shares, k=count))

    def mixed(self, other, share):
        """The words of both, so that a share of what is drawn is the other's."""
        scale = share / (1 - share) * self.shares[-1] / other.shares[-1]
        own, others = ([b - a for a, b in zip([0] + v.shares, v.shares)] for v in (self, other))
        return Vocabulary(self.words + other.words, own + [n * scale for n in others])

    @staticmethod
    def made(count, seed=0):
        """Made-up words whose frequencies follow Zipf's law, the frequent ones short: the shape of a language."""
        source, words = random.Random(seed), {}
        while len(words) < count:
            length = 1 + sum(len(words) > limit for limit in (60, 1500, 12000))
            words["".join(source.choice("bdfghjklmnprstvwyz") + source.choice("aeiou") for _ in range(length))] = None
            if length == 1 and len(words) > 55:  # most of the short ones are taken
                words["".join(source.choices("abdeghiklmnoprstuwy", k=3))] = None
        return Vocabulary(list(words), [1 / rank for rank in range(1, len(words) + 1)])


TERMS = Vocabulary(WORDS)
ZONES = [timezone.utc, timezone(timedelta(hours=3)), timezone(timedelta(hours=-4))]


def html(source, count, vocabulary=TERMS):
    """Some words of HTML: paragraphs, a link, emphasis, entities, an image."""
    parts = []
    while count > 0:
        length = source.randint(12, 40)
        count -= length
        text = vocabulary.draw(source, length)
        if source.random() < 0.3:
            text += f' <a href="https://example.org/{source.randrange(10**6)}?a=1&amp;b=2">{vocabulary.draw(source, 3)}</a>'
        if source.random() < 0.3:
            text += f" <em>{vocabulary.draw(source, 2)}</em> &amp; {vocabulary.draw(source, 4)}&nbsp;&#8230;"
        parts.append(f"<p>{text}</p>")
    if source.random() < 0.2:
        parts.append('<img src="https://example.org/i.jpg" alt="" width="600" height="400" />')
    return "\n".join(parts)


def item(source, number, when, vocabulary=TERMS, length=62):
    body = html(source, length, vocabulary)
    body = f"<![CDATA[{body}]]>" if number % 2 else escape(body, quote=False)
    title = vocabulary.draw(source, 9) + (" &amp; " + vocabulary.draw(source, 2) if source.random() < 0.2 else "")
    date = format_datetime(when.astimezone(source.choice(ZONES)))
    categories = "".join(f"<category>{source.choice(WORDS)}</category>" for _ in range(3))
    return (
        f"<item>\n<title>{title}</title>\n<link>https://example.org/news/{number}?utm_source=rss</link>\n"
        f'<guid isPermaLink="false">https://example.org/?p={number}</guid>\n<pubDate>{date}</pubDate>\n'
        f"<dc:creator>{vocabulary.draw(source, 2)}</dc:creator>\n{categories}\n<description>{body}</description>\n</item>\n"
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
