#pragma once

#include "orion/audit/audit_store.hpp"

namespace orion::persistence {

class Database;

/// The audit log's transactions: one appends at a time. Needs the schema module `audit`.
class SociAuditStore final : public audit::AuditStore {
public:
    explicit SociAuditStore(Database& database) : database_{database} {}

protected:
    Result<void> run(const Transaction& transaction) override;

private:
    Database& database_;
};

class SociAuditQueries final : public audit::AuditQueries {
public:
    explicit SociAuditQueries(Database& database) : database_{database} {}

    Result<std::vector<audit::Entry>> list(const audit::EntryFilter& filter, std::optional<std::int64_t> before,
                                           std::size_t limit) override;
    Result<std::vector<audit::Entry>> after(std::int64_t after, std::size_t limit) override;

private:
    Database& database_;
};

}  // namespace orion::persistence
