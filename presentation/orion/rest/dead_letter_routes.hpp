#pragma once

#include "orion/ports/dead_letters.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// For admins: what no consumer could handle, oldest first. A letter is shown without the body of its message, which
/// may be personal. `letters` outlives the routes and is thread-safe.
std::vector<Route> dead_letter_routes(DeadLetters& letters);

}  // namespace orion::rest
