#include "orion/identity/export_personal_record.hpp"

#include <utility>

namespace orion::identity {

Result<PersonalRecord> ExportPersonalRecord::execute(UserId user) {
    ORION_TRY(const auto found, queries_.find(user));
    if (!found) return user_not_found();
    ORION_TRY(auto addresses, queries_.addresses(user));
    ORION_TRY(const auto sessions, queries_.sessions(user, clock_.now()));
    PersonalRecord record{.user = to_view(*found), .addresses = std::move(addresses), .sessions = {}};
    if (found->has_second_factor())
        record.second_factor = {.on_since = *found->second_factor()->on_since,
                                .recovery_codes_left = found->second_factor()->recovery_codes.size()};
    for (const auto& session : sessions) record.sessions.push_back(session.snapshot());
    return record;
}

}  // namespace orion::identity
