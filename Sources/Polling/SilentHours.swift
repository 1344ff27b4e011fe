import FoundationEssentials
import News

extension PublishingHints {
    /// The first time, not before a given one, whose hour and day the publisher does not want skipped.
    ///
    /// Hours and days are those of GMT, as RSS 2.0 means them. `nil` where nothing is skipped, or everything is.
    func firstOpenHour(from time: Date) -> Date? {
        guard !skipHours.isEmpty || !skipDays.isEmpty else { return nil }
        let hour = Int((time.timeIntervalSince1970 / 3600).rounded(.down))
        // A week and an hour: from the last minutes of an hour on, every hour of every day comes up once.
        guard let open = (hour...(hour + 7 * 24)).first(where: isOpen) else { return nil }
        return open == hour ? time : Date(timeIntervalSince1970: Double(open) * 3600)
    }

    /// Whether the publisher may publish in an hour, counted from 1970.
    private func isOpen(hour: Int) -> Bool {
        // 1970-01-01 was a Thursday: day 4 of ISO 8601.
        let weekday = (hour / 24 + 3) % 7 + 1
        return !skipHours.contains(hour % 24) && !skipDays.contains(weekday)
    }
}
