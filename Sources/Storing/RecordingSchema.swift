extension Schema {
    /// Lets polls be stored at half the cost.
    static let version6 = """
        -- A trigger that refuses a row ends the statement where it stands, without undoing the rows before it, which were
        -- allowed. For the power to undo, SQLite would note before each insertion what the pages were.
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = replace(sql, 'RAISE(ABORT,', 'RAISE(FAIL,') WHERE type = 'trigger';
        PRAGMA writable_schema = RESET;
        """
}
