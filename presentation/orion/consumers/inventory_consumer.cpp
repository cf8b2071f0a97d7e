#include "orion/consumers/inventory_consumer.hpp"

#include <variant>

namespace orion::consumers {
namespace {

inventory::ReserveStockCommand to_command(MessageId message, const ordering::StockRequested& requested) {
    inventory::ReserveStockCommand command{
        .message = message, .order = requested.order, .lines = {}, .expires_at = requested.expires_at};
    for (const auto& line : requested.lines) {
        command.lines.push_back({.sku = line.sku, .quantity = line.quantity.value()});
    }
    return command;
}

}  // namespace

Result<void> InventoryConsumer::handle(const Delivery& delivery) {
    const auto message = delivery.message.id;
    ORION_TRY(const auto event, ports_.events.read(delivery.message));
    if (const auto* const requested = std::get_if<ordering::StockRequested>(&event))
        return ports_.reserve_stock.execute(to_command(message, *requested));
    if (const auto* const paid = std::get_if<ordering::StockConsumptionRequested>(&event))
        return ports_.consume_reservation.execute({.message = message, .order = paid->order});
    if (const auto* const given_up = std::get_if<ordering::StockReturnRequested>(&event))
        return ports_.return_stock.execute({.message = message, .order = given_up->order});
    return {};
}

}  // namespace orion::consumers
