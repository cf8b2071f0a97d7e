#include "ctl/key_commands.hpp"

#include "orion/security/key_ring.hpp"
#include "orion/system/system_clock.hpp"

#include "process/account_security.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string_view>

namespace orion::hosts {
namespace {

using security::KeyRing;
using security::SigningKey;

std::string_view state_of(const SigningKey& key, const KeyRing& ring, Instant now) {
    if (&key == ring.signing(now)) return "signs";
    if (key.signs_from() > now) return "will sign";
    return ring.verifying(key.id(), now) == nullptr ? "is over" : "verifies";
}

Result<void> edit(const config::Settings& settings, Instant now, const std::function<Result<void>(KeyRing&)>& change) {
    std::filesystem::create_directories(settings.data_directory);
    return security::edit_key_ring(signing_keys_file(settings), now, change);
}

}  // namespace

Result<void> list_keys(const config::Settings& settings) {
    const auto now = system::SystemClock{}.now();
    const auto ring = security::load_key_ring(signing_keys_file(settings));
    for (const auto& key : ring.keys())
        fmt::print("{}  from {}  {}\n", key.id(), to_rfc3339(key.signs_from()), state_of(key, ring, now));
    return {};
}

Result<void> rotate_keys(const config::Settings& settings, std::chrono::seconds after) {
    const auto now = system::SystemClock{}.now();
    return edit(settings, now, [&](KeyRing& ring) -> Result<void> {
        ORION_TRY(const auto added, ring.rotate(now + after, now));
        fmt::print("{} signs from {}\n", added.id(), to_rfc3339(added.signs_from()));
        return {};
    });
}

Result<void> retire_key(const config::Settings& settings, const std::string& id) {
    const auto now = system::SystemClock{}.now();
    return edit(settings, now, [&](KeyRing& ring) { return ring.retire(id, now); });
}

}  // namespace orion::hosts
