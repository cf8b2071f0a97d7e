#include "orion/persistence/identity/soci_user_repository.hpp"

#include "orion/persistence/identity/identity_rows.hpp"

#include <utility>

namespace orion::persistence {

using detail::joined_sql;
using identity::SavedAddress;
using identity::User;

std::optional<User> SociUserRepository::find(UserId user) {
    return found(
        first_user(RowsOf<UserRow>::first(session_, joined_sql<user_columns, " WHERE id = :1", for_update>, user)));
}

std::optional<User> SociUserRepository::find(const Email& email) {
    return found(first_user(RowsOf<UserRow>::first(
        session_, joined_sql<user_columns, " WHERE email_folded = :1", for_update>, email.folded())));
}

std::optional<User> SociUserRepository::found(std::optional<User> user) {
    if (user) found_.insert_or_assign(user->id(), user->snapshot());
    return user;
}

Result<void> SociUserRepository::add(const User& user) {
    const auto& state = user.snapshot();
    const auto added = session_.run(
        "INSERT INTO identity_users (id, email, email_folded, name, phone, locale, role, password_hash, email_verified,"
        " state, account_version, created_at, version)"
        " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12, :13) ON CONFLICT (email_folded) DO NOTHING",
        state.id, state.email.text(), state.email.folded(), state.profile.name, state.profile.phone,
        state.profile.locale, role_name(state.role), state.password_hash, state.email_verified ? 1 : 0,
        state_name(state.state), state.account_version, state.created_at, state.version);
    if (added != 1) return fail(ErrorKind::conflict, "email_taken", "There is an account with this e-mail address.");
    found_.insert_or_assign(user.id(), state);
    return {};
}

Result<void> SociUserRepository::save(const User& user) {
    const auto before = found_.find(user.id());
    contract(before != found_.end(), "what is saved was found in this transaction");
    const auto& state = user.snapshot();
    if (state == before->second) return {};
    if (state.version <= before->second.version)
        return fail(ErrorKind::unavailable, "user_changed", "The account was changed meanwhile; try again.");
    if (state.email.text() != before->second.email.text()) ORION_CHECK(save_email(state));
    const auto factor = state.second_factor.value_or(identity::SecondFactor{});
    session_.send(
        "UPDATE identity_users SET name = :2, phone = :3, locale = :4, role = :5, password_hash = :6,"
        " email_verified = :7, state = :8, account_version = :9, version = :10, second_factor = :11,"
        " second_factor_since = :12, second_factor_step = :13, recovery_codes = :14 WHERE id = :1",
        state.id, state.profile.name, state.profile.phone, state.profile.locale, role_name(state.role),
        state.password_hash, state.email_verified ? 1 : 0, state_name(state.state), state.account_version,
        state.version, state.second_factor ? std::optional{factor.sealed_secret} : std::nullopt, factor.on_since,
        factor.last_step, joined(factor.recovery_codes));
    before->second = state;
    return {};
}

Result<void> SociUserRepository::save_email(const identity::UserSnapshot& state) {
    try {
        session_.run("UPDATE identity_users SET email = :2, email_folded = :3 WHERE id = :1", state.id,
                     state.email.text(), state.email.folded());
    } catch (const ConstraintViolation&) {
        return fail(ErrorKind::conflict, "email_taken", "There is an account with this e-mail address.");
    }
    return {};
}

void SociUserRepository::remove(UserId user) {
    session_.send("DELETE FROM identity_action_tokens WHERE user_id = :1", user);
    session_.send("DELETE FROM identity_users WHERE id = :1", user);
    found_.erase(user);
}

bool SociUserRepository::has_other_admin(UserId user) {
    return !session_
                .rows<std::string>(
                    joined_sql<"SELECT id FROM identity_users WHERE role = 'admin' AND state = 'active' AND id <> :1",
                               for_update>,
                    user)
                .empty();
}

std::optional<std::size_t> SociUserRepository::count(UserId user) {
    if (!session_.row<std::int64_t>(joined_sql<"SELECT version FROM identity_users WHERE id = :1", for_update>, user))
        return std::nullopt;
    const auto counted = session_.row<std::int64_t>("SELECT count(*) FROM identity_addresses WHERE user_id = :1", user);
    return static_cast<std::size_t>(std::get<0>(counted.value()));
}

void SociUserRepository::add(UserId user, const SavedAddress& address) {
    const auto& fields = address.address.fields();
    session_.send(
        "INSERT INTO identity_addresses (id, user_id, name, line1, line2, city, region, postcode, country)"
        " VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9)",
        address.id, user, fields.name, fields.line1, fields.line2, fields.city, fields.region, fields.postcode,
        fields.country);
}

bool SociUserRepository::replace(UserId user, const SavedAddress& address) {
    const auto& fields = address.address.fields();
    return session_.run(
               "UPDATE identity_addresses SET name = :3, line1 = :4, line2 = :5, city = :6, region = :7, postcode = :8,"
               " country = :9 WHERE id = :1 AND user_id = :2",
               address.id, user, fields.name, fields.line1, fields.line2, fields.city, fields.region, fields.postcode,
               fields.country) == 1;
}

bool SociUserRepository::remove(UserId user, SavedAddressId address) {
    return session_.run("DELETE FROM identity_addresses WHERE id = :1 AND user_id = :2", address, user) == 1;
}

}  // namespace orion::persistence
