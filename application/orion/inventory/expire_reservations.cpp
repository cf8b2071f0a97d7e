#include "orion/inventory/expire_reservations.hpp"

#include "orion/inventory/move_stock.hpp"

namespace orion::inventory {
namespace {

/// All at once: one after the other they would be locked out of SKU order.
void lock_stock_of(InventoryWork& work, const std::vector<Reservation>& reservations) {
    std::vector<Sku> skus;
    for (const auto& reservation : reservations) {
        for (const auto& line : reservation.lines()) skus.push_back(line.sku);
    }
    work.stock().lock(skus);
}

}  // namespace

Result<std::size_t> ExpireReservations::execute(const ExpireReservationsCommand& command) {
    const auto now = clock_.now();
    return store_.transact([&](InventoryWork& work) -> Result<std::size_t> {
        auto due = work.reservations().due(now, command.limit);
        lock_stock_of(work, due);
        for (auto& reservation : due) {
            ORION_CHECK(move_stock(work, reservation.expire(now), reservation.order().to_string()));
            work.reservations().save(reservation);
        }
        return due.size();
    });
}

}  // namespace orion::inventory
