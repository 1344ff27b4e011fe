import News

import struct FoundationEssentials.Date

/// A status in Prometheus' text exposition format, version 0.0.4.
enum PrometheusText {
    /// The whole document.
    static func of(_ status: StoreStatus, _ feeds: [FeedReport]) -> String {
        store(status).map { metric($0.name, $0.help, [("", $0.value)]) }.joined() + feedMetrics(feeds)
    }

    private static func store(_ status: StoreStatus) -> [(name: String, help: String, value: String?)] {
        [
            ("habari_items", "Stored items.", "\(status.items)"),
            ("habari_relevant_items", "Stored items judged relevant.", "\(status.relevant)"),
            ("habari_revisions", "Revisions beyond the first of each item.", "\(status.revisions)"),
            ("habari_feeds", "Subscribed feeds.", "\(status.feeds)"),
            ("habari_feeds_failing", "Feeds whose last poll failed.", "\(status.failing)"),
            ("habari_feeds_ended", "Feeds that their servers ended (410).", "\(status.ended)"),
            ("habari_last_poll_timestamp_seconds", "When a feed was last polled.", seconds(status.lastPoll)),
            ("habari_last_item_timestamp_seconds", "When an item was last stored.", seconds(status.lastItem)),
            ("habari_store_bytes", "Size of the store with its write-ahead log.", "\(status.bytes)"),
            ("habari_store_schema", "Version of the schema of the store.", "\(status.schema)"),
        ]
    }

    private static func feedMetrics(_ feeds: [FeedReport]) -> String {
        let metrics: [(String, String, (FeedReport) -> String?)] = [
            ("habari_feed_up", "Whether the last poll of the feed went well.", up),
            (
                "habari_feed_stale", "Whether the feed has been quiet for far longer than it used to be.",
                { $0.feed.state.lastSuccess == nil ? nil : $0.feed.state.staleSince == nil ? "0" : "1" }
            ),
            ("habari_feed_enabled", "Whether the feed is polled.", { $0.feed.subscription.enabled ? "1" : "0" }),
            ("habari_feed_items", "Stored items of the feed.", { "\($0.items)" }),
            ("habari_feed_relevant_items", "Stored items of the feed judged relevant.", { "\($0.relevant)" }),
            ("habari_feed_failures", "Polls of the feed that failed in a row.", { "\($0.feed.state.failures)" }),
            (
                "habari_feed_http_status", "HTTP status of the last answer.",
                { $0.feed.state.httpStatus.map(String.init) }
            ),
            (
                "habari_feed_interval_seconds", "Interval between polls of the feed.",
                { $0.feed.state.interval.map { "\($0.inSeconds)" } }
            ),
            (
                "habari_feed_last_success_timestamp_seconds", "When the feed was last polled well.",
                { seconds($0.feed.state.lastSuccess) }
            ),
            (
                "habari_feed_next_poll_timestamp_seconds", "When the feed is polled next.",
                { seconds($0.feed.state.nextPoll) }
            ),
        ]
        return metrics.map { name, help, value in
            metric(name, help, feeds.map { ("{feed=\"\(escaped("\($0.feed.url)"))\"}", value($0)) })
        }.joined()
    }

    private static func up(_ report: FeedReport) -> String? {
        guard report.feed.state.lastPolled != nil else { return nil }
        return report.feed.state.error == nil && !report.feed.state.ended ? "1" : "0"
    }

    /// One metric with its samples; a metric without any is left out.
    private static func metric(_ name: String, _ help: String, _ samples: [(labels: String, value: String?)]) -> String
    {
        let lines = samples.compactMap { sample in sample.value.map { "\(name)\(sample.labels) \($0)\n" } }
        if lines.isEmpty { return "" }
        return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n" + lines.joined()
    }

    private static func seconds(_ date: Date?) -> String? {
        date.map { "\(Int64($0.timeIntervalSince1970.rounded()))" }
    }

    /// The value of a label: backslash, quote and line feed are escaped.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
    }
}
