#pragma once

#include "orion/ports/dead_letters.hpp"
#include "orion/ports/digest.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// For admins: what no consumer could handle, oldest first. A letter is shown without the body of its message, which
/// may be personal. Both outlive the routes; `letters` is thread-safe.
std::vector<Route> dead_letter_routes(DeadLetters& letters, const Digest& digest);

}  // namespace orion::rest
