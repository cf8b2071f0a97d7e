#pragma once

#include "orion/identity/integration_events.hpp"
#include "orion/identity/user.hpp"

namespace orion::identity {

inline Recipient recipient(const User& user) {
    return {.user = user.id(), .email = user.email(), .name = user.profile().name, .locale = user.profile().locale};
}

}  // namespace orion::identity
