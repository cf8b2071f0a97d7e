#pragma once

#include "orion/persistence/connection.hpp"
#include "orion/persistence/session.hpp"

#include <memory>

namespace orion::persistence::detail {

/// Throws CannotOpenDatabase.
std::unique_ptr<Connection> open_sqlite(const Session::Options& options);

}  // namespace orion::persistence::detail
