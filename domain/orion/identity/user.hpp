#pragma once

#include "orion/identity/profile.hpp"
#include "orion/identity/role.hpp"
#include "orion/identity/second_factor.hpp"
#include "orion/kernel/email.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orion::identity {

enum class AccountState {
    active,
    disabled,  ///< by an admin: nobody can log in, no token works
};

inline constexpr std::array account_states{AccountState::active, AccountState::disabled};

/// Its name in the API: `active`.
std::string_view state_name(AccountState state);
/// `invalid` / `unknown_state`
Result<AccountState> parse_account_state(std::string_view name);

struct UserSnapshot {
    UserId id;
    Email email;
    Profile profile;
    Role role;
    std::string password_hash;  ///< PHC string
    bool email_verified;
    AccountState state;
    std::int64_t account_version;
    Instant created_at;
    std::int64_t version;
    std::optional<SecondFactor> second_factor{};

    friend bool operator==(const UserSnapshot&, const UserSnapshot&) = default;
};

/// Somebody's account. Access tokens carry the account version that they were issued under; raising it ends all that
/// were issued before. Refresh tokens end with their sessions, which are not part of it. An account that is erased is
/// gone: there is no state for it.
class User {
public:
    struct Registration {
        UserId id;
        Email email;
        std::string name;  ///< parsed
        Role role;
        std::string password_hash;
        Instant at;
    };
    static User register_as(Registration registration);
    static User restore(UserSnapshot snapshot) { return User{std::move(snapshot)}; }

    void change_profile(Profile profile);
    /// The owner of the mailbox has answered. Changes nothing the second time.
    void verify_email();
    /// The owner of the account, and of the mailbox, has answered from there.
    void change_email(Email email);
    /// By somebody who knows the old one: other sessions are ended by the caller, the account version stays.
    void change_password(std::string hash);
    /// By the owner of the mailbox, who is thereby verified: all access tokens end.
    void reset_password(std::string hash);
    /// The same password, hashed by today's rule.
    void refresh_hash(std::string hash);
    /// All access tokens end, for they name the role. Changes nothing if it is the role already.
    void change_role(Role role);
    /// All access tokens end. Changes nothing the second time.
    void disable();
    void enable();
    /// Ends all access tokens.
    void revoke_access();

    /// A new secret for an app, in the place of one that was never confirmed. Precondition: none is on.
    void begin_second_factor(std::string sealed_secret);
    struct Confirmation {
        std::int64_t step;  ///< of the code that the owner has shown
        std::vector<std::string> recovery_codes;
        Instant at;
    };
    /// From now on it is asked for. Precondition: one was begun, and none is on.
    void confirm_second_factor(Confirmation confirmation);
    /// False, and no effect, if a code of this step or a later one was taken before. Precondition: it is on.
    bool use_code_of(std::int64_t step);
    /// False, and no effect, if it is none of those left; in a time that does not tell how near it is. Precondition: it
    /// is on.
    bool use_recovery_code(const std::string& hash);
    /// The same secret under another key. Precondition: there is one.
    void reseal_second_factor(std::string sealed_secret);
    /// Changes nothing if there is none.
    void remove_second_factor();

    UserId id() const { return state_.id; }
    const Email& email() const { return state_.email; }
    const Profile& profile() const { return state_.profile; }
    Role role() const { return state_.role; }
    const std::string& password_hash() const { return state_.password_hash; }
    bool is_active() const { return state_.state == AccountState::active; }
    /// Without one the shop cannot be run.
    bool is_working_admin() const { return role() == Role::admin && is_active(); }
    std::int64_t account_version() const { return state_.account_version; }
    /// 1 when born; grows by one with each change.
    std::int64_t version() const { return state_.version; }
    const std::optional<SecondFactor>& second_factor() const { return state_.second_factor; }
    /// Whether it is asked for.
    bool has_second_factor() const { return state_.second_factor && state_.second_factor->on_since; }
    const UserSnapshot& snapshot() const { return state_; }

private:
    explicit User(UserSnapshot snapshot) : state_{std::move(snapshot)} {}
    void changed() { ++state_.version; }
    UserSnapshot state_;
};

}  // namespace orion::identity
