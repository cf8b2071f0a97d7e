#pragma once

#include "orion/kernel/instant.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace orion::persistence {

class Database;

/// Something that must never be.
struct AuditFinding {
    std::string rule;     ///< what holds in a healthy shop
    std::string subject;  ///< where it does not: an order, a SKU
    std::string detail;
};

struct AuditReport {
    std::size_t orders = 0;
    std::size_t orders_under_way = 0;  ///< pending, or being compensated, within their deadline
    std::size_t skus = 0;
    std::size_t dead_letters = 0;  ///< for an operator to look at; not wrong by themselves
    std::vector<AuditFinding> findings;
};

/// Where the contexts keep their records; the same database several times, as a rule.
struct AuditedDatabases {
    Database& ordering;
    Database& inventory;
    Database& billing;
};

/// Holds the records of the contexts against each other: stock and its ledger, reservations, payments and events
/// against orders. In one database that is one moment of the shop. In several, what does not fit is looked at a second
/// time, since the shop goes on meanwhile. Reads everything; for operators and tests. Throws DatabaseUnavailable.
AuditReport audit_shop(const AuditedDatabases& databases, Instant now);

}  // namespace orion::persistence
