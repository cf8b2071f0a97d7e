#include "orion/identity/create_user.hpp"

#include "orion/identity/mailing.hpp"
#include "orion/identity/new_account.hpp"

#include <utility>

namespace orion::identity {

Result<UserView> CreateUser::execute(const CreateUserCommand& command) {
    ORION_TRY(auto wanted, parse_new_account(command.email, command.name, command.password, ports_.rules));
    ORION_TRY(auto hash, ports_.hasher.hash(command.password));
    auto user = User::register_as({.id = ports_.ids.next<UserId>(),
                                   .email = std::move(wanted.email),
                                   .name = std::move(wanted.name),
                                   .role = command.role,
                                   .password_hash = std::move(hash),
                                   .at = ports_.clock.now()});
    user.verify_email();
    return ports_.store.transact([&](IdentityWork& work) -> Result<UserView> {
        ORION_CHECK(work.users().add(user));
        work.publish(UserRegistered{recipient(user)});
        work.record({.name = "user_created",
                     .subject = named("user", user.id()),
                     .after = {{"role", std::string{role_name(user.role())}}}});
        return to_view(user);
    });
}

}  // namespace orion::identity
