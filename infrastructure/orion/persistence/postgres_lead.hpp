#pragma once

#include "orion/persistence/database.hpp"
#include "orion/persistence/postgres_connection.hpp"

#include <memory>
#include <mutex>
#include <string_view>

namespace orion::persistence {

/// Leadership by advisory locks, each held by a direct connection of its own, which the server lets go when the
/// connection ends. Roles are told apart by schema. Thread-safe.
class PostgresLeads {
public:
    explicit PostgresLeads(const PostgresOptions& options);
    ~PostgresLeads();
    PostgresLeads(const PostgresLeads&) = delete;
    PostgresLeads& operator=(const PostgresLeads&) = delete;

    std::unique_ptr<Lead> try_lead(std::string_view role);

private:
    std::unique_ptr<Session> take();

    const detail::PostgresLink link_;
    std::mutex mutex_;
    std::unique_ptr<Session> spare_;  ///< of an attempt in vain, for the next one
};

}  // namespace orion::persistence
