#include "orion/inventory/reserve_stock.hpp"

#include "orion/inventory/move_stock.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace orion::inventory {
namespace {

constexpr std::int64_t max_quantity = 1'000'000;

std::unexpected<Error> malformed_request() {
    return fail(ErrorKind::invalid, "malformed_request", "No order has such lines.");
}

/// In SKU order, each SKU once.
Result<std::vector<ReservedLine>> merge(const std::vector<ReservedLine>& lines) {
    if (lines.empty()) return malformed_request();
    std::map<Sku, std::int64_t> quantities;
    for (const auto& line : lines) {
        auto& sum = quantities[line.sku];
        if (line.quantity < 1 || line.quantity > max_quantity - sum) return malformed_request();
        sum += line.quantity;
    }
    std::vector<ReservedLine> merged;
    for (const auto& [sku, quantity] : quantities) merged.push_back({.sku = sku, .quantity = quantity});
    return merged;
}

std::vector<Sku> missing_from(const std::vector<StockItem>& items, const std::vector<ReservedLine>& lines) {
    std::vector<Sku> short_of;
    for (const auto& line : lines) {
        const auto item = std::ranges::lower_bound(items, line.sku, {}, &StockItem::sku);
        const bool known = item != items.end() && item->sku() == line.sku;
        if (!known || item->available() < line.quantity) short_of.push_back(line.sku);
    }
    return short_of;
}

std::vector<Sku> skus_of(const std::vector<ReservedLine>& lines) {
    std::vector<Sku> skus;
    for (const auto& line : lines) skus.push_back(line.sku);
    return skus;
}

Event answer(const Reservation& reservation) {
    const bool stands =
        reservation.status() == ReservationStatus::held || reservation.status() == ReservationStatus::consumed;
    if (stands) return StockReserved{.order = reservation.order()};
    return StockRejected{.order = reservation.order(), .short_of = reservation.short_of()};
}

}  // namespace

Result<void> ReserveStock::execute(const ReserveStockCommand& command) {
    ORION_TRY(const auto lines, merge(command.lines));
    const auto now = clock_.now();
    const auto subject = command.order.to_string();
    return store_.transact([&](InventoryWork& work) -> Result<void> {
        if (!work.accept(command.message)) return {};
        auto reservation = work.reservations().find(command.order);
        if (!reservation) {
            auto short_of = missing_from(work.stock().lock(skus_of(lines)), lines);
            reservation = short_of.empty() ? Reservation::hold(command.order, lines, command.expires_at)
                                           : Reservation::refuse(command.order, std::move(short_of));
            ORION_CHECK(move_stock(work, reservation->movements_of_hold(now), subject));
            work.reservations().save(*reservation);
        }
        work.publish(answer(*reservation), subject);
        return {};
    });
}

}  // namespace orion::inventory
