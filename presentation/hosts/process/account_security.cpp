#include "process/account_security.hpp"

#include <chrono>
#include <cstddef>

namespace orion::hosts {

std::filesystem::path signing_keys_file(const config::Settings& settings) {
    if (!settings.auth.signing_keys.empty()) return settings.auth.signing_keys;
    return std::filesystem::path{settings.data_directory} / "signing-keys.jsonl";
}

identity::TokenPolicy token_policy(const config::Settings& settings) {
    using namespace std::chrono;
    return {.access = duration_cast<seconds>(settings.auth.access_ttl),
            .sessions = {.unused_for = duration_cast<minutes>(settings.auth.session_unused),
                         .longest = duration_cast<minutes>(settings.auth.session_longest),
                         .grace = duration_cast<seconds>(settings.auth.refresh_grace)}};
}

identity::SecondFactorRule second_factor_rule(const config::Settings& settings) {
    using enum identity::SecondFactorRule;
    const auto& rule = settings.auth.second_factor;
    return rule == "admins" ? admins : rule == "staff" ? staff : optional;
}

AccountSecurity::AccountSecurity(Foundation& base)
    : password_hasher{{.memory_kib = static_cast<std::size_t>(base.settings.auth.hash_memory_kib),
                       .passes = static_cast<unsigned>(base.settings.auth.hash_passes),
                       .at_once = static_cast<std::size_t>(base.settings.auth.hash_threads),
                       .waiting = static_cast<std::size_t>(base.settings.auth.hash_queue)}},
      signing_keys{signing_keys_file(base.settings), {.clock = base.clock, .log = base.log}},
      access_tokens{{.issuer = base.settings.auth.issuer,
                     .audience = base.settings.auth.audience,
                     .leeway = std::chrono::duration_cast<std::chrono::seconds>(base.settings.auth.leeway)},
                    {.keys = signing_keys, .clock = base.clock, .ids = base.ids}},
      apps{base.server_secrets} {}

}  // namespace orion::hosts
