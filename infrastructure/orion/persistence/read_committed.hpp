#pragma once

#include "orion/persistence/session.hpp"

namespace orion::persistence {

/// For a transaction that locks the rows it decides on: who waits for a row then goes on with what its last owner left,
/// instead of beginning anew together with everybody else who waited. The first thing in the transaction. SQLite has
/// one writer at a time and nothing to wait for.
inline void use_latest_rows(Session& session) {
    if (session.dialect() == Dialect::postgres) session.control("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
}

}  // namespace orion::persistence
