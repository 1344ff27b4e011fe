import GRDB
import Glibc

/// From the errors of SQLite and the system to words.
extension StoreError {
    /// Runs something, and says what went wrong in words.
    static func rethrowing<T>(_ path: String, _ body: () throws -> T) throws(StoreError) -> T {
        do {
            return try body()
        } catch {
            throw StoreError(error, path: path)
        }
    }

    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        case let fault as QueryFault: self.init(fault)
        default: self.init(kind: .failed, message: "\(path): \(error)")
        }
    }

    init(_ fault: QueryFault) {
        switch fault {
        case .terms(let reason): self.init(kind: .query, message: "the search terms cannot be read: \(reason)")
        case .unknownItem(let id):
            self.init(kind: .query, message: "there is no item \(id); `habari query --all` lists those there are")
        case .noSuchItem(let id):
            self.init(
                kind: .query, message: "item \(id) is not among the answers, so none can follow it; check the number")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let said = error.message ?? "code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB:
            self.init(
                kind: .notAStore, message: "\(path): this is no database; set `path` under [store] to a file of its own"
            )
        case .SQLITE_CORRUPT:
            self.init(
                kind: .corrupt,
                message: "\(path): the store is damaged (\(said)); stop habarid, run `habari verify`, restore a backup")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                kind: .locked,
                message: "\(path): another program keeps the store locked; find it with `fuser`, then try again")
        case .SQLITE_FULL:
            self.init(
                kind: .full, message: "\(path): no room is left on the device; make some, nothing was stored by halves")
        case .SQLITE_READONLY:
            self.init(
                kind: .readOnly,
                message: "\(path): the store cannot be written (\(said)); check its owner and its file system")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                kind: .denied,
                message: "\(path): the store cannot be opened (\(said)); check the permissions of file and directory")
        case .SQLITE_IOERR:
            self.init(
                kind: .failed, message: "\(path): the device failed (\(said)); check the system's log, then try again")
        case .SQLITE_ERROR where said.hasPrefix("fts5:"):
            self.init(kind: .query, message: "the search terms cannot be read: \(said.dropFirst(5))")
        default:
            self.init(kind: .failed, message: "\(path): \(said)")
        }
    }

    /// A file that could not be created, and what to do about it.
    init(creating path: String, errno code: Int32, advice: String = "set another `path` under [store]") {
        let said = String(cString: strerror(code))
        switch code {
        case ENOSPC, EDQUOT:
            self.init(kind: .full, message: "\(path): no room is left on the device; make some, then try again")
        case EROFS: self.init(kind: .readOnly, message: "\(path): the file system is read-only; \(advice)")
        case EACCES, EPERM:
            self.init(
                kind: .denied, message: "\(path): the file cannot be created (\(said)); check who owns the directory")
        default: self.init(kind: .failed, message: "\(path): the file cannot be created (\(said)); \(advice)")
        }
    }

    /// A store that may be read but not written.
    init(deniedWriting path: String) {
        self.init(
            kind: .denied,
            message: "\(path): you may not write the store; do it as its owner (`sudo -u habari habari …`)")
    }

    /// A store that may not be read.
    init(deniedReading path: String) {
        self.init(
            kind: .denied,
            message: "\(path): you may not read the store; join its group (`adduser USER habari`), then log in anew")
    }
}
