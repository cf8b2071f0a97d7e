#pragma once

#include "orion/persistence/database.hpp"
#include "orion/ports/clock.hpp"

#include <chrono>
#include <string_view>

namespace orion::persistence {

/// Whether this binary can work with a schema module as it is now: its version, and a query of one row of the table
/// that matters most. Fails or throws as Database::query does, so also when this process may not read it, or it is not
/// there; `conflict`/`schema_too_old`, `conflict`/`schema_too_new` when somebody migrated it since the start.
/// Precondition: `module` keeps records.
Result<void> deep_check(Database& database, std::string_view module);

/// `unavailable`/`clocks_differ` if the clock of the database's machine is further from `clock` than `tolerance`, the
/// time it takes to ask not counted. Fails or throws as Database::query does.
Result<void> check_clock(Database& database, const Clock& clock, std::chrono::milliseconds tolerance);

}  // namespace orion::persistence
