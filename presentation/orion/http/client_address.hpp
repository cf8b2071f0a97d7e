#pragma once

#include "orion/http/message.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace orion::http {

/// Ranges of IP addresses. Immutable, thread-safe.
class AddressRanges {
public:
    /// `10.0.0.0/8, 192.0.2.1, 2001:db8::/32`, or nothing at all. Else what is wrong with it, for an operator.
    static std::expected<AddressRanges, std::string> parse(std::string_view list);

    /// An IPv4 address in IPv6 (`::ffff:192.0.2.1`) is that IPv4 address. False for what is no address.
    bool contains(std::string_view address) const;

private:
    struct Range {
        std::vector<unsigned char> prefix;  ///< 4 or 16 bytes
        unsigned bits;
    };
    std::vector<Range> ranges_;
};

/// Who really sent a request: the other end of the connection, or, where that is a proxy which the shop trusts, the
/// last entry of `X-Forwarded-For` that no trusted proxy has. What stands before it is hearsay and changes nothing.
std::string client_address(const Request& request, const AddressRanges& trusted_proxies);

/// The part of an address that one subscriber has: all of an IPv4 address, the first 64 bits of an IPv6 one.
std::string subscriber_of(std::string_view address);

}  // namespace orion::http
