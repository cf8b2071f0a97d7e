#include "orion/identity/user.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace orion::identity {
namespace {

constexpr std::array<std::string_view, account_states.size()> names{"active", "disabled"};

}  // namespace

std::string_view state_name(AccountState state) { return names.at(static_cast<std::size_t>(state)); }

Result<AccountState> parse_account_state(std::string_view name) {
    const auto* const found = std::ranges::find(names, name);
    if (found != names.end()) return account_states.at(static_cast<std::size_t>(found - names.begin()));
    return fail(ErrorKind::invalid, "unknown_state", "An account is active or disabled.");
}

User User::register_as(Registration registration) {
    return User{{.id = registration.id,
                 .email = std::move(registration.email),
                 .profile = {.name = std::move(registration.name)},
                 .role = registration.role,
                 .password_hash = std::move(registration.password_hash),
                 .email_verified = false,
                 .state = AccountState::active,
                 .account_version = 1,
                 .created_at = registration.at,
                 .version = 1}};
}

void User::change_profile(Profile profile) {
    if (state_.profile == profile) return;
    state_.profile = std::move(profile);
    changed();
}

void User::verify_email() {
    if (state_.email_verified) return;
    state_.email_verified = true;
    changed();
}

void User::change_password(std::string hash) {
    state_.password_hash = std::move(hash);
    changed();
}

void User::reset_password(std::string hash) {
    state_.password_hash = std::move(hash);
    state_.email_verified = true;
    revoke_access();
}

void User::refresh_hash(std::string hash) {
    state_.password_hash = std::move(hash);
    changed();
}

void User::change_role(Role role) {
    if (state_.role == role) return;
    state_.role = role;
    revoke_access();
}

void User::disable() {
    if (!is_active()) return;
    state_.state = AccountState::disabled;
    revoke_access();
}

void User::enable() {
    if (is_active()) return;
    state_.state = AccountState::active;
    changed();
}

void User::revoke_access() {
    ++state_.account_version;
    changed();
}

}  // namespace orion::identity
