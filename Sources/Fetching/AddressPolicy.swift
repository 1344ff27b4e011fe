import Glibc

/// Which network addresses a fetch may reach.
///
/// The check is made on the resolved address at the moment a socket is opened for it, for every redirect anew,
/// so that neither a name that resolves into a private network nor one that changes between two look-ups helps.
struct AddressPolicy: Sendable {
    /// Whether every address is good.
    var allowsPrivateNetworks: Bool

    /// Whether a socket may be opened to the address.
    func allows(_ address: UnsafePointer<sockaddr>, length: Int) -> Bool {
        if allowsPrivateNetworks { return true }
        switch Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Self.isPublic(ipv4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
            }
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { Self.isPublic(ipv6: Array($0)) }
            }
        default:
            return false
        }
    }

    /// Whether an address as text, `192.0.2.1` or `2001:db8::1`, may be reached; `nil` if it is not an address.
    func allows(literal text: String) -> Bool? {
        var ipv4 = in_addr()
        if inet_pton(AF_INET, text, &ipv4) == 1 {
            return allowsPrivateNetworks || Self.isPublic(ipv4: UInt32(bigEndian: ipv4.s_addr))
        }
        var ipv6 = in6_addr()
        if inet_pton(AF_INET6, text, &ipv6) == 1 {
            return allowsPrivateNetworks || withUnsafeBytes(of: ipv6) { Self.isPublic(ipv6: Array($0)) }
        }
        return nil
    }

    /// Whether a host may be asked for by name, where somebody else looks the name up: a proxy.
    ///
    /// What the name resolves to there is the proxy's affair; what names this machine or a private address on its
    /// face is refused.
    func allows(host: String) -> Bool {
        if allowsPrivateNetworks { return true }
        var name = host.lowercased()[...]
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        name = name.prefix { $0 != "%" }  // the zone of a link-local address
        if let verdict = allows(literal: String(name)) { return verdict }
        while name.hasSuffix(".") { name = name.dropLast() }
        return !(name.isEmpty || name == "localhost" || name.hasSuffix(".localhost"))  // RFC 6761, section 6.3
    }

    /// An address in words.
    static func text(of address: UnsafePointer<sockaddr>, length: Int) -> String {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = getnameinfo(address, socklen_t(length), &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
        guard code == 0 else { return "an address of an unknown kind" }
        return String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether an IPv4 address, in host order, belongs to none of IANA's special-purpose blocks.
    static func isPublic(ipv4 address: UInt32) -> Bool {
        !specialIPv4.contains { block in address >> (32 - block.bits) == block.prefix >> (32 - block.bits) }
    }

    /// Whether an IPv6 address, sixteen bytes, is global unicast and belongs to no special-purpose block.
    ///
    /// Addresses that carry an IPv4 address (mapped, NAT64, 6to4) are as good as the one they carry.
    static func isPublic(ipv6 bytes: [UInt8]) -> Bool {
        guard bytes.count == 16 else { return false }
        let carried: (Int) -> UInt32 = { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return isPublic(ipv4: carried(12))  // ::ffff:0:0/96, RFC 4291
        }
        if bytes.starts(with: [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return isPublic(ipv4: carried(12))  // 64:ff9b::/96, RFC 6052
        }
        if bytes.starts(with: [0x20, 0x02]) { return isPublic(ipv4: carried(2)) }  // 2002::/16, RFC 3056
        guard bytes[0] & 0xE0 == 0x20 else { return false }  // only 2000::/3 is global unicast
        if bytes.starts(with: [0x20, 0x01]) && bytes[2] < 0x02 { return false }  // 2001::/23, RFC 2928
        if bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) { return false }  // documentation, RFC 3849
        return !(bytes.starts(with: [0x3F, 0xFF]) && bytes[2] & 0xF0 == 0)  // documentation, RFC 9637
    }

    /// IANA's IPv4 special-purpose address registry, multicast and the reserved block.
    private static let specialIPv4: [(prefix: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8),  // "this network", RFC 791
        (0x0A00_0000, 8),  // private, RFC 1918
        (0x6440_0000, 10),  // carrier-grade NAT, RFC 6598
        (0x7F00_0000, 8),  // loopback, RFC 1122
        (0xA9FE_0000, 16),  // link-local, RFC 3927
        (0xAC10_0000, 12),  // private, RFC 1918
        (0xC000_0000, 24),  // protocol assignments, RFC 6890
        (0xC000_0200, 24),  // documentation, RFC 5737
        (0xC058_6300, 24),  // 6to4 relay, RFC 7526
        (0xC0A8_0000, 16),  // private, RFC 1918
        (0xC612_0000, 15),  // benchmarking, RFC 2544
        (0xC633_6400, 24),  // documentation, RFC 5737
        (0xCB00_7100, 24),  // documentation, RFC 5737
        (0xE000_0000, 4),  // multicast, RFC 5771
        (0xF000_0000, 4),  // reserved, RFC 1112, and broadcast
    ]
}
