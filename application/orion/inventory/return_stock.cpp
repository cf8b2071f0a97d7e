#include "orion/inventory/return_stock.hpp"

#include "orion/inventory/move_stock.hpp"

namespace orion::inventory {

Result<void> ReturnStock::execute(const ReturnStockCommand& command) {
    const auto now = clock_.now();
    const auto subject = command.order.to_string();
    return store_.transact([&](InventoryWork& work) -> Result<void> {
        if (!work.accept(command.message)) return {};
        auto reservation = work.reservations().find(command.order);
        if (!reservation) reservation = Reservation::refuse(command.order, {});
        ORION_CHECK(move_stock(work, reservation->give_back(now), subject));
        work.reservations().save(*reservation);
        work.publish(StockReturned{.order = command.order}, subject);
        return {};
    });
}

}  // namespace orion::inventory
