#include "orion/identity/confirm_second_factor.hpp"

#include "orion/identity/mailing.hpp"
#include "orion/identity/shown_factor.hpp"
#include "orion/identity/start_second_factor.hpp"
#include "orion/identity/user_view.hpp"

#include <string>
#include <utility>

namespace orion::identity {

Result<std::vector<Secret>> ConfirmSecondFactor::execute(const ConfirmSecondFactorCommand& command) {
    std::vector<Secret> codes;
    std::vector<std::string> hashes;
    while (codes.size() < SecondFactor::recovery_codes_given) {
        codes.push_back(ports_.apps.recovery_code());
        hashes.push_back(hash_of_recovery_code(codes.back(), command.user, ports_.digest));
    }
    const auto now = ports_.clock.now();
    auto confirmed = ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        auto user = work.users().find(command.user);
        if (!user) return user_not_found();
        if (user->has_second_factor()) return second_factor_on();
        if (!user->second_factor())
            return fail(ErrorKind::conflict, "second_factor_not_started", "Ask for a secret for your app first.");
        ORION_TRY(const auto step,
                  ports_.apps.step_of(command.code, user->second_factor()->sealed_secret, user->id(), now));
        if (!step) return wrong_code();
        user->confirm_second_factor({.step = *step, .recovery_codes = hashes, .at = now});
        ORION_CHECK(work.users().save(*user));
        work.publish(SecondFactorAdded{recipient(*user)});
        work.record({.name = "second_factor_added", .subject = named("user", command.user)});
        return {};
    });
    ORION_CHECK(std::move(confirmed));
    return codes;
}

std::unexpected<Error> wrong_code(const char* field) {
    FieldErrors errors;
    errors.add(field, "wrong_code", "This is not the code, or it was used.");
    return std::unexpected{std::move(errors).to_error()};
}

}  // namespace orion::identity
