#include "orion/inventory/consume_reservation.hpp"

#include "orion/inventory/move_stock.hpp"

namespace orion::inventory {
namespace {

Event answer(const Reservation& reservation) {
    if (reservation.status() == ReservationStatus::consumed) return StockConsumed{.order = reservation.order()};
    return StockRejected{.order = reservation.order(), .short_of = reservation.short_of()};
}

}  // namespace

Result<void> ConsumeReservation::execute(const ConsumeReservationCommand& command) {
    const auto now = clock_.now();
    const auto subject = command.order.to_string();
    return store_.transact([&](InventoryWork& work) -> Result<void> {
        if (!work.accept(command.message)) return {};
        auto reservation = work.reservations().find(command.order);
        if (!reservation) reservation = Reservation::refuse(command.order, {});
        ORION_CHECK(move_stock(work, reservation->consume(now), subject));
        work.reservations().save(*reservation);
        work.publish(answer(*reservation), subject);
        return {};
    });
}

}  // namespace orion::inventory
