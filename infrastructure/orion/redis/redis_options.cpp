#include "orion/redis/redis_options.hpp"

#include <charconv>

namespace orion::redis {
namespace {

std::unexpected<Error> malformed() {
    return fail(ErrorKind::invalid, "malformed_redis_url",
                "Write redis://[user@]host[:port][/database], and the password as a secret of its own.");
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

Result<Address> parse_address(std::string_view text, std::uint16_t default_port) {
    Address address{.host = std::string{text}, .port = default_port};
    std::string_view after;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == text.npos) return fail(ErrorKind::invalid, "malformed_address", "An address is host:port.");
        address.host = text.substr(1, end - 1);
        after = text.substr(end + 1);
    } else if (const auto colon = text.find(':'); colon != text.npos) {
        address.host = text.substr(0, colon);
        after = text.substr(colon);
    }
    const auto port = after.empty() ? std::optional{default_port} : number<std::uint16_t>(after.substr(1));
    const bool sound = (after.empty() || after.starts_with(':')) && port && *port != 0 && !address.host.empty() &&
                       address.host.find_first_of("/@?# ") == std::string::npos;
    if (!sound) return fail(ErrorKind::invalid, "malformed_address", "An address is host:port.");
    address.port = *port;
    return address;
}

Result<RedisOptions> parse_redis_url(std::string_view url) {
    constexpr std::string_view scheme = "redis://";
    constexpr std::uint16_t usual_port = 6379;
    if (!url.starts_with(scheme)) return malformed();
    url.remove_prefix(scheme.size());
    RedisOptions options;
    if (const auto slash = url.find('/'); slash != url.npos) {
        const auto database = url.substr(slash + 1);
        const auto parsed = database.empty() ? std::optional{0} : number<int>(database);
        if (!parsed || *parsed < 0) return malformed();
        options.database = *parsed;
        url = url.substr(0, slash);
    }
    if (const auto at = url.find('@'); at != url.npos) {
        options.user = url.substr(0, at);
        if (options.user.empty() || options.user.contains(':')) return malformed();
        url.remove_prefix(at + 1);
    }
    auto address = parse_address(url, usual_port);
    if (!address) return malformed();
    options.address = *std::move(address);
    return options;
}

}  // namespace orion::redis
