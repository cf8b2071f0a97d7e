#include "orion/identity/user.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace orion::identity {
namespace {

constexpr std::array<std::string_view, account_states.size()> names{"active", "disabled"};

/// Looks at every byte, wherever they differ.
bool are_same(std::string_view left, std::string_view right) {
    unsigned differences = left.size() == right.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i)
        differences |= static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(right[i]);
    return differences == 0;
}

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

void User::change_email(Email email) {
    state_.email = std::move(email);
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

void User::begin_second_factor(std::string sealed_secret) {
    contract(!has_second_factor(), "a second factor that is on is not begun again");
    state_.second_factor = SecondFactor{.sealed_secret = std::move(sealed_secret)};
    changed();
}

void User::confirm_second_factor(Confirmation confirmation) {
    contract(state_.second_factor && !has_second_factor(), "what is confirmed was begun");
    state_.second_factor->on_since = confirmation.at;
    state_.second_factor->last_step = confirmation.step;
    state_.second_factor->recovery_codes = std::move(confirmation.recovery_codes);
    changed();
}

bool User::use_code_of(std::int64_t step) {
    contract(has_second_factor(), "a second factor that is used is on");
    if (step <= state_.second_factor->last_step) return false;
    state_.second_factor->last_step = step;
    changed();
    return true;
}

bool User::use_recovery_code(const std::string& hash) {
    contract(has_second_factor(), "a second factor that is used is on");
    auto& codes = state_.second_factor->recovery_codes;
    auto found = codes.end();
    for (auto code = codes.begin(); code != codes.end(); ++code)
        if (are_same(*code, hash)) found = code;
    if (found == codes.end()) return false;
    codes.erase(found);
    changed();
    return true;
}

void User::reseal_second_factor(std::string sealed_secret) {
    contract(state_.second_factor.has_value(), "there is a secret to seal");
    state_.second_factor->sealed_secret = std::move(sealed_secret);
    changed();
}

void User::remove_second_factor() {
    if (!state_.second_factor) return;
    state_.second_factor.reset();
    changed();
}

}  // namespace orion::identity
