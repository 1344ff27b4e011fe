extension Schema {
    /// What polling has learned of a feed beyond its last answer.
    static let version5 = """
        -- What the document said of when to ask, and how often the feed publishes, as JSON objects.
        ALTER TABLE feed ADD COLUMN hints TEXT;
        ALTER TABLE feed ADD COLUMN rhythm TEXT;
        -- A digest of the last document that was read.
        ALTER TABLE feed ADD COLUMN body INTEGER;
        -- Until when the host is to be left alone.
        ALTER TABLE feed ADD COLUMN host_pause INTEGER;
        """
}
