#include "orion/identity/session.hpp"

#include "orion/kernel/result.hpp"
#include "orion/kernel/text.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace orion::identity {
namespace {

constexpr std::size_t max_device_bytes = 200;
constexpr std::size_t max_address_bytes = 64;

/// What strangers say about themselves, fit to be kept and shown: cut at a whole character.
std::string shortened(std::string_view text, std::size_t max_bytes) {
    if (text.size() > max_bytes) {
        auto end = max_bytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
        text = text.substr(0, end);
    }
    return parse_text(text, {.max_bytes = max_bytes}).value_or("");
}

}  // namespace

Session Session::open(const Opening& opening, const SessionPolicy& policy) {
    Session session{{.id = opening.id,
                     .user = opening.user,
                     .device = shortened(opening.client.device, max_device_bytes),
                     .address = shortened(opening.client.address, max_address_bytes),
                     .created_at = opening.at,
                     .last_used_at = opening.at,
                     .expires_at = opening.at,
                     .ended_at = std::nullopt}};
    session.live_on(opening.at, policy);
    return session;
}

void Session::use(const std::string& address, Instant now, const SessionPolicy& policy) {
    contract(is_live(now), "what is over is not used");
    state_.address = shortened(address, max_address_bytes);
    live_on(now, policy);
}

void Session::end(Instant now) {
    if (!state_.ended_at) state_.ended_at = now;
}

void Session::live_on(Instant now, const SessionPolicy& policy) {
    state_.last_used_at = now;
    state_.expires_at = std::min<Instant>(now + policy.unused_for, state_.created_at + policy.longest);
}

}  // namespace orion::identity
