"""A loopback publisher for the benchmarks: many feeds, conditional requests, and a record of what was asked."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape


class Publisher:
    """Serves `feeds` RSS feeds below /feed/N; `publish` adds an item to one of them.

    A feed shows its newest `window` items. ETags name a feed's state, so that a reader that kept a validator
    without keeping the items is answered 304 and never sees them again.
    """

    def __init__(self, feeds, items_each, window=10_000):
        self.window = window
        self.lock = threading.Lock()
        self.items = [[f"feed{n}-item{i}" for i in range(items_each)] for n in range(feeds)]
        self.requests = []  # (path, status)
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                status, headers, body = publisher.answer(self.path, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 256
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # a reader that was killed closes its connections without a word

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def urls(self):
        return [f"http://127.0.0.1:{self.port}/feed/{n}" for n in range(len(self.items))]

    def publish(self, feed):
        with self.lock:
            self.items[feed].append(f"feed{feed}-item{len(self.items[feed])}")

    def visible(self):
        """The (feed address, guid) pairs that a reader can see now."""
        with self.lock:
            return {(url, guid) for url, items in zip(self.urls(), self.items) for guid in items[-self.window :]}

    def take_requests(self):
        with self.lock:
            taken, self.requests = self.requests, []
            return taken

    def answer(self, path, headers):
        with self.lock:
            number = path.removeprefix("/feed/")
            if not number.isdigit() or int(number) >= len(self.items):
                self.requests.append((path, 404))
                return 404, {}, b""
            items = self.items[int(number)][-self.window :]
            etag = '"' + hashlib.sha256("\n".join(items).encode()).hexdigest()[:16] + '"'
            fresh = headers.get("If-None-Match") != etag
            self.requests.append((path, 200 if fresh else 304))
        if not fresh:
            return 304, {"ETag": etag}, b""
        return 200, {"ETag": etag, "Content-Type": "application/rss+xml; charset=utf-8"}, document(number, items)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def document(number, items):
    entries = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><title>Kenya and the United States discuss {guid}</title>"
        f"<link>https://news.example/{guid}</link><pubDate>Wed, 24 Sep 2025 18:05:00 GMT</pubDate>"
        f"<description>{escape(f'Nairobi & Washington on AGOA, part {guid}')}</description></item>"
        for guid in reversed(items)
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Feed {number}</title>"
        f"<link>https://news.example/</link><description>Sample</description>{entries}</channel></rss>"
    ).encode()
