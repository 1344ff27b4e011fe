import Glibc
import Testing

@testable import Fetching

struct AddressPolicyTests {
    private let policy = AddressPolicy(allowsPrivateNetworks: false)

    @Test(
        "public addresses are allowed",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255", "198.20.0.0", "203.0.114.0", "223.255.255.255", "2606:4700:4700::1111", "2001:200::1",
            "2a00::1", "3ffe::1", "2001:db9::", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "3fff:1000::",
        ])
    func allowed(address: String) {
        #expect(policy.allows(literal: address) == true)
        #expect(allowsSocket(to: address) == true)
    }

    @Test(
        "special addresses are refused",
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
            "127.255.255.255", "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1", "239.255.255.255", "240.0.0.0", "255.255.255.255", "::", "::1", "::8.8.8.8", "fe80::1",
            "fec0::1",
            "fc00::1", "fd12:3456::1", "ff02::1", "2001::1", "2001:db8::1", "2001:10::1", "3fff::1", "100::1",
            "5f00::1",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8",
            "2002:7f00:1::", "2002:a00:1::1", "::ffff:0:8.8.8.8",
        ])
    func refused(address: String) {
        #expect(policy.allows(literal: address) == false)
        #expect(allowsSocket(to: address) == false)
        #expect(AddressPolicy(allowsPrivateNetworks: true).allows(literal: address) == true)
    }

    @Test(
        "a name is no address, and neither is half an address",
        arguments: [
            "", "localhost", "example.org", "1.2.3", "1.2.3.4.5", "::1%lo", "[::1]", "12345", "0x7f.1", "1.2.3.4 ",
        ])
    func names(text: String) {
        #expect(policy.allows(literal: text) == nil)
    }

    @Test(
        "a host that names this machine on its face is refused where a proxy looks names up",
        arguments: [
            "localhost", "LocalHost.", "a.localhost", "127.0.0.1", "[::1]", "[fe80::1%25lo]", "10.1.2.3", "", ".",
            "fe80::1%lo",
        ])
    func refusedHosts(host: String) {
        #expect(!policy.allows(host: host))
        #expect(AddressPolicy(allowsPrivateNetworks: true).allows(host: host))
    }

    @Test(
        "any other host may be asked for",
        arguments: ["example.org", "localhost.example.org", "8.8.8.8", "[2606:4700::1]"])
    func allowedHosts(host: String) {
        #expect(policy.allows(host: host))
    }

    @Test("a socket of another family, or with too short an address, is refused")
    func otherFamilies() {
        var local = sockaddr()
        local.sa_family = sa_family_t(AF_UNIX)
        #expect(!policy.allows(&local, length: MemoryLayout<sockaddr>.size))
        local.sa_family = sa_family_t(AF_INET)
        #expect(!policy.allows(&local, length: 4))
        local.sa_family = sa_family_t(AF_INET6)
        #expect(!policy.allows(&local, length: MemoryLayout<sockaddr_in>.size))
    }

    /// What the policy says of the address as libcurl hands it over; `nil` if the system does not read it.
    private func allowsSocket(to address: String) -> Bool? {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, nil, &hints, &list) == 0, let list else { return nil }
        defer { freeaddrinfo(list) }
        return list.pointee.ai_addr.map { policy.allows($0, length: Int(list.pointee.ai_addrlen)) }
    }
}
