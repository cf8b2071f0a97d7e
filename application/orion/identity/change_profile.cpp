#include "orion/identity/change_profile.hpp"

#include <utility>

namespace orion::identity {
namespace {

using Parse = Result<std::string> (*)(std::string_view);

/// What it becomes: as it was, nothing, or what was typed.
std::optional<std::string> changed(std::optional<std::string> before, const std::optional<std::string>& typed) {
    if (!typed) return before;
    if (typed->empty()) return std::nullopt;
    return typed;
}

void check_if_typed(const char* field, const std::optional<std::string>& typed, Parse parse, FieldErrors& errors) {
    if (typed && !typed->empty()) errors.take(field, parse(*typed));
}

}  // namespace

void ChangeProfile::check(const ChangeProfileCommand& command, FieldErrors& errors) {
    if (command.name) errors.take("name", parse_person_name(*command.name));
    check_if_typed("phone", command.phone, parse_phone, errors);
    check_if_typed("locale", command.locale, parse_locale, errors);
}

Result<UserView> ChangeProfile::execute(const ChangeProfileCommand& command) {
    FieldErrors errors;
    check(command, errors);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    return store_.transact([&](IdentityWork& work) -> Result<UserView> {
        auto user = work.users().find(command.user);
        if (!user) return user_not_found();
        const auto& profile = user->profile();
        user->change_profile({.name = command.name.value_or(profile.name),
                              .phone = changed(profile.phone, command.phone),
                              .locale = changed(profile.locale, command.locale)});
        ORION_CHECK(work.users().save(*user));
        return to_view(*user);
    });
}

}  // namespace orion::identity
