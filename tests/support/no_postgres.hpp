#pragma once

#include "support/engines.hpp"

#include <doctest/doctest.h>

namespace orion::test {

/// Says so, for the test to return.
inline bool no_postgres() {
    if (engine("postgres_url")) return false;
    MESSAGE("SKIPPED: no PostgreSQL runs for the tests");
    return true;
}

}  // namespace orion::test
