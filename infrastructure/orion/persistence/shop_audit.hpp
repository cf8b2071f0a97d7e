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

/// Holds the records of all contexts against each other, at one moment of the shop: stock and its ledger, reservations,
/// payments and events against orders. Reads everything; for operators and tests. Needs all schema modules.
AuditReport audit_shop(Database& database, Instant now);

}  // namespace orion::persistence
