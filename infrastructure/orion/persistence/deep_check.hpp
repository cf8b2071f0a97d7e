#pragma once

#include "orion/persistence/database.hpp"

#include <string_view>

namespace orion::persistence {

/// Whether the tables of a schema module can be read now: a query of one row of the one that matters most. Fails or
/// throws as Database::query does, so also when this process may not read it, or it is not there.
/// Precondition: `module` keeps records.
Result<void> deep_check(Database& database, std::string_view module);

}  // namespace orion::persistence
