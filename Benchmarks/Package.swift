// swift-tools-version: 6.2
import PackageDescription

// Programs that the scripts of this folder time. They are a package of their own, so that nobody who builds Habari
// builds them.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "habari", path: ".."),
        // For SQLite itself, beside which the store is measured; the version is the one that Habari takes.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .executableTarget(
            name: "parsing-benchmark",
            dependencies: [.product(name: "Parsing", package: "habari")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "classifying-benchmark",
            dependencies: [.product(name: "Classifying", package: "habari")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "storing-benchmark",
            dependencies: [
                .product(name: "Storing", package: "habari"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "polling-simulation",
            dependencies: [
                .product(name: "Polling", package: "habari"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
