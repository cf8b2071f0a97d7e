#include "orion/http/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <ranges>
#include <span>
#include <utility>

namespace orion::http {
namespace {

constexpr std::size_t v4_bytes = 4;
constexpr std::size_t v6_bytes = 16;
constexpr std::array<unsigned char, v6_bytes - v4_bytes> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

using Bytes = std::vector<unsigned char>;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<Bytes> bytes_of(std::string_view address) {
    if (address.contains('\0')) return std::nullopt;
    const std::string text{address};
    Bytes bytes(v6_bytes);
    if (::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
        bytes.resize(v4_bytes);
        return bytes;
    }
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    if (std::ranges::equal(mapped_prefix, std::span{bytes}.first(mapped_prefix.size())))
        bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(mapped_prefix.size()));
    return bytes;
}

std::string text_of(const Bytes& bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(bytes.size() == v4_bytes ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

bool begins_with(const Bytes& address, const Bytes& prefix, unsigned bits) {
    if (address.size() != prefix.size()) return false;
    const auto whole = bits / 8;
    if (!std::equal(address.begin(), address.begin() + whole, prefix.begin())) return false;
    if (bits % 8 == 0) return true;
    const unsigned rest = 8 - bits % 8;
    return (address[whole] >> rest) == (prefix[whole] >> rest);
}

/// What a proxy writes of one hop: an address, perhaps with a port or in brackets.
std::string_view address_in(std::string_view hop) {
    if (hop.starts_with('[')) return hop.substr(1, hop.find(']') - 1);
    if (std::ranges::count(hop, ':') == 1) return hop.substr(0, hop.find(':'));
    return hop;
}

}  // namespace

std::expected<AddressRanges, std::string> AddressRanges::parse(std::string_view list) {
    const auto malformed = [](std::string_view entry) {
        return std::unexpected{"'" + std::string{entry} + "' is no IP address and no range such as 10.0.0.0/8"};
    };
    AddressRanges ranges;
    if (trimmed(list).empty()) return ranges;
    for (bool more = true; more;) {
        const auto comma = list.find(',');
        more = comma != std::string_view::npos;
        const auto entry = trimmed(list.substr(0, comma));
        if (more) list.remove_prefix(comma + 1);

        const auto slash = entry.find('/');
        auto prefix = bytes_of(entry.substr(0, slash));
        if (!prefix) return malformed(entry);
        auto bits = static_cast<unsigned>(prefix->size() * 8);
        if (slash != std::string_view::npos) {
            const auto digits = entry.substr(slash + 1);
            const auto most = bits;
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
            if (error != std::errc{} || end != digits.data() + digits.size() || bits > most) return malformed(entry);
        }
        ranges.ranges_.push_back({*std::move(prefix), bits});
    }
    return ranges;
}

bool AddressRanges::contains(std::string_view address) const {
    const auto bytes = bytes_of(address);
    return bytes && std::ranges::any_of(
                        ranges_, [&](const Range& range) { return begins_with(*bytes, range.prefix, range.bits); });
}

std::string client_address(const Request& request, const AddressRanges& trusted_proxies) {
    auto client = request.peer;
    // Several header lines are one list. It is read from its end, where our own proxy wrote.
    for (const auto& line : std::views::reverse(request.headers)) {
        if (!line.is_named("X-Forwarded-For")) continue;
        std::string_view hops = line.value;
        for (bool more = true; more;) {
            if (!trusted_proxies.contains(client)) return client;
            const auto comma = hops.rfind(',');
            more = comma != std::string_view::npos;
            const auto hop = bytes_of(address_in(trimmed(more ? hops.substr(comma + 1) : hops)));
            if (!hop) return client;
            client = text_of(*hop);
            if (more) hops = hops.substr(0, comma);
        }
    }
    return client;
}

std::string subscriber_of(std::string_view address) {
    auto bytes = bytes_of(address);
    if (!bytes) return std::string{address};
    if (bytes->size() == v6_bytes) std::fill(bytes->begin() + v6_bytes / 2, bytes->end(), 0);
    return text_of(*bytes);
}

}  // namespace orion::http
