#pragma once

#include "orion/ports/digest.hpp"
#include "orion/rest/readiness.hpp"
#include "orion/rest/router.hpp"

#include <atomic>
#include <string_view>
#include <vector>

namespace orion::rest {

/// What the routes for operators and readers call. All of it outlives them.
struct Operations {
    const Readiness& readiness;
    const std::atomic<bool>& is_started;  ///< once true, it stays so
    const Digest& digest;
};

/// `/health/live`, `/health/ready`, `/health/startup`, `/openapi.json` and `/docs`.
std::vector<Route> operations_routes(const Operations& operations);

/// The API's own description, OpenAPI 3.1.
std::string_view openapi_document();

}  // namespace orion::rest
