// swift-tools-version: 6.2
import PackageDescription

// Every Swift target gets the same language settings: Swift 6 concurrency checking, `any` spelled out,
// imports that do not leak into a public signature, and members visible only from modules a file imports.
let language: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Warnings are errors where the project itself is tested; a newer compiler's new warning stops nobody's build.
let isTested = Context.environment["HABARI_WARNINGS_AS_ERRORS"] != nil
let strict = isTested ? language + [.treatAllWarnings(as: .error)] : language

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let inMemoryLogging = Target.Dependency.product(name: "InMemoryLogging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let lifecycleTestKit = Target.Dependency.product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

let package = Package(
    name: "habari",
    products: [
        .executable(name: "habarid", targets: ["habarid"]),
        .executable(name: "habari", targets: ["habari"]),
        // For the benchmarks, which are a package of their own.
        .library(name: "Parsing", targets: ["Parsing", "News"]),
        .library(name: "Classifying", targets: ["Classifying", "News"]),
        .library(name: "Storing", targets: ["Storing", "News"]),
        .library(name: "Polling", targets: ["Polling", "News"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // The C libraries: headers and typed inline shims, nothing else.
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(
            name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // The values that pass between the rooms.
        .target(name: "News", swiftSettings: strict),

        // The rooms. Each imports News and its one library; none imports another room.
        .target(name: "Fetching", dependencies: ["News", "CCurl"], swiftSettings: strict),
        .target(name: "Parsing", dependencies: ["News", "CXML"], swiftSettings: strict),
        .target(name: "Classifying", dependencies: ["News", tomlKit], swiftSettings: strict),
        .target(name: "Storing", dependencies: ["News", "CCrypto", grdb, grdbSQLite], swiftSettings: strict),
        .target(name: "Subscriptions", dependencies: ["News", "CXML"], swiftSettings: strict),
        .target(name: "Settings", dependencies: ["News", tomlKit], swiftSettings: strict),
        .target(name: "Polling", dependencies: ["News", logging, lifecycle], swiftSettings: strict),

        // The executables: wiring and words only.
        .executableTarget(
            name: "habarid",
            dependencies: [
                "News", "Fetching", "Parsing", "Classifying", "Storing", "Subscriptions", "Settings", "Polling",
                argumentParser, logging, lifecycle, unixSignals,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "habari",
            dependencies: [
                "News", "Fetching", "Parsing", "Classifying", "Storing", "Subscriptions", "Settings",
                argumentParser,
            ],
            swiftSettings: strict),

        // Tests mirror Sources, room by room. A server whose every byte a test decides serves two of them.
        .target(name: "LoopbackServing", dependencies: ["News"], path: "Tests/LoopbackServing", swiftSettings: strict),
        .testTarget(name: "NewsTests", dependencies: ["News"], swiftSettings: strict),
        .testTarget(
            name: "FetchingTests", dependencies: ["Fetching", "LoopbackServing", "News"], swiftSettings: strict),
        .testTarget(
            name: "ParsingTests", dependencies: ["Parsing", "News"], exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "ClassifyingTests", dependencies: ["Classifying", "News"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(name: "StoringTests", dependencies: ["Storing", "News", grdb], swiftSettings: strict),
        .testTarget(name: "SubscriptionsTests", dependencies: ["Subscriptions", "News"], swiftSettings: strict),
        .testTarget(name: "SettingsTests", dependencies: ["Settings", "News"], swiftSettings: strict),
        .testTarget(
            name: "PollingTests",
            dependencies: ["Polling", "News", logging, inMemoryLogging, lifecycle, lifecycleTestKit],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["LoopbackServing", "News", "habarid", "habari"], swiftSettings: strict
        ),
        .testTarget(
            name: "habariTests", dependencies: ["LoopbackServing", "habari", "News", "Storing", argumentParser],
            swiftSettings: strict),
    ]
)
