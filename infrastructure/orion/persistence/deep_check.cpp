#include "orion/persistence/deep_check.hpp"

#include "orion/persistence/session.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace orion::persistence {
namespace {

struct Look {
    std::string_view module;
    Sql one_row;
};

constexpr std::array looks{
    Look{"messaging", "SELECT 1 FROM messaging_outbox LIMIT 1"},
    Look{"catalog", "SELECT 1 FROM catalog_products LIMIT 1"},
    Look{"carts", "SELECT 1 FROM carts_carts LIMIT 1"},
    Look{"ordering", "SELECT 1 FROM ordering_orders LIMIT 1"},
    Look{"inventory", "SELECT 1 FROM inventory_stock LIMIT 1"},
    Look{"billing", "SELECT 1 FROM billing_payments LIMIT 1"},
    Look{"identity", "SELECT 1 FROM identity_users LIMIT 1"},
    Look{"notifications", "SELECT 1 FROM notifications_mails LIMIT 1"},
    Look{"audit", "SELECT 1 FROM audit_entries LIMIT 1"},
};

}  // namespace

Result<void> deep_check(Database& database, std::string_view module) {
    const auto* const look = std::ranges::find(looks, module, &Look::module);
    contract(look != looks.end(), "the module keeps records");
    return database.query([&](Session& session) -> Result<void> {
        session.row<std::int64_t>(look->one_row);
        return {};
    });
}

}  // namespace orion::persistence
