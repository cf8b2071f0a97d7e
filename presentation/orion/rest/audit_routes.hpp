#pragma once

#include "orion/audit/list_entries.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// `/api/v1/admin/audit-log`. The use case outlives it.
std::vector<Route> audit_routes(audit::ListEntries& list_entries);

}  // namespace orion::rest
