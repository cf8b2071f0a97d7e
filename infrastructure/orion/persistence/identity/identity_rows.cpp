#include "orion/persistence/identity/identity_rows.hpp"

#include <chrono>
#include <sstream>
#include <utility>

namespace orion::persistence {
namespace {

/// What the tables hold was checked when it was written.
template <class T>
T stored(Result<T> parsed) {
    contract(parsed.has_value(), "the table holds what was written");
    return *std::move(parsed);
}

Instant to_instant(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

std::optional<identity::SecondFactor> second_factor_from(std::optional<std::string> sealed,
                                                         std::optional<std::int64_t> since, std::int64_t step,
                                                         const std::string& recovery_codes) {
    if (!sealed) return std::nullopt;
    identity::SecondFactor factor{.sealed_secret = *std::move(sealed), .last_step = step};
    if (since) factor.on_since = to_instant(*since);
    std::istringstream codes{recovery_codes};
    for (std::string code; codes >> code;) factor.recovery_codes.push_back(code);
    return factor;
}

}  // namespace

identity::User user_from(UserRow row) {
    auto& [id, email, name, phone, locale, role, hash, verified, state, account_version, created_at, version, sealed,
           since, step, recovery_codes] = row;
    return identity::User::restore(
        {.id = stored(UserId::parse(id)),
         .email = stored(Email::parse(email)),
         .profile = {.name = std::move(name), .phone = std::move(phone), .locale = std::move(locale)},
         .role = stored(identity::parse_role(role)),
         .password_hash = std::move(hash),
         .email_verified = verified != 0,
         .state = stored(identity::parse_account_state(state)),
         .account_version = account_version,
         .created_at = to_instant(created_at),
         .version = version,
         .second_factor = second_factor_from(std::move(sealed), since, step, recovery_codes)});
}

std::string joined(const std::vector<std::string>& recovery_codes) {
    std::string text;
    for (const auto& code : recovery_codes) text += (text.empty() ? "" : " ") + code;
    return text;
}

identity::Session session_from(SessionRow row) {
    auto& [id, user, device, address, created_at, last_used_at, expires_at, ended_at] = row;
    return identity::Session::restore({.id = stored(SessionId::parse(id)),
                                       .user = stored(UserId::parse(user)),
                                       .device = std::move(device),
                                       .address = std::move(address),
                                       .created_at = to_instant(created_at),
                                       .last_used_at = to_instant(last_used_at),
                                       .expires_at = to_instant(expires_at),
                                       .ended_at = ended_at ? std::optional{to_instant(*ended_at)} : std::nullopt});
}

identity::ActionToken action_token_from(std::string hash, const ActionTokenRow& row) {
    using enum identity::Purpose;
    const auto& [user, purpose, expires_at, email] = row;
    return {.hash = std::move(hash),
            .user = stored(UserId::parse(user)),
            .purpose = purpose == purpose_name(verify_email) ? verify_email : reset_password,
            .expires_at = to_instant(expires_at),
            .email = email ? std::optional{stored(Email::parse(*email))} : std::nullopt};
}

std::optional<identity::User> first_user(std::optional<UserRow> row) {
    if (!row) return std::nullopt;
    return user_from(*std::move(row));
}

std::string_view purpose_name(identity::Purpose purpose) {
    return purpose == identity::Purpose::verify_email ? "verify_email" : "reset_password";
}

}  // namespace orion::persistence
