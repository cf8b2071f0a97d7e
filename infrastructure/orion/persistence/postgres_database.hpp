#pragma once

#include "orion/persistence/database.hpp"
#include "orion/persistence/postgres_options.hpp"

namespace orion::persistence {

class PostgresChangeSignal;

/// A PostgreSQL database behind a pool of connections. Transactions run on their callers' threads, at REPEATABLE READ,
/// and are run again after a serialization failure, a deadlock or a connection that broke before the commit, until
/// `write_timeout`. So what one reads and then writes holds as on SQLite's single writer; of two transactions that
/// insert the same new row without ON CONFLICT DO NOTHING the second fails with ConstraintViolation.
class PostgresDatabase final : public Database {
public:
    /// Throws CannotOpenDatabase unless the server answers within `options.patience`. The schema is Migrator's.
    explicit PostgresDatabase(PostgresOptions options);
    ~PostgresDatabase() override;

    Result<void> write(const Transaction& transaction) override;
    ChangeSignal& changes() override;
    std::unique_ptr<Lead> try_lead(std::string_view role) override;
    Dialect dialect() const override { return Dialect::postgres; }

private:
    class Pool;
    class Leads;
    enum class Attempt : std::uint8_t { done, again, unavailable };

    std::unique_ptr<Session> begin_reading(Extent extent) override;
    void end_reading(std::unique_ptr<Session> session, Extent extent) noexcept override;
    bool may_read_again(Session& session) const override;

    Attempt attempt(Session& session, const Transaction& transaction, Result<void>& outcome);
    void release(std::unique_ptr<Session> session) noexcept;

    const PostgresOptions options_;
    std::unique_ptr<Pool> pool_;
    std::unique_ptr<Leads> leads_;
    std::unique_ptr<PostgresChangeSignal> changes_;
};

}  // namespace orion::persistence
