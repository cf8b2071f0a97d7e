#pragma once

#include "orion/identity/session.hpp"
#include "orion/rest/router.hpp"

namespace orion::rest {

/// From where somebody asks: for the list of their sessions, and for what failed log-ins hold back.
identity::Client client_of(const Call& call);

}  // namespace orion::rest
