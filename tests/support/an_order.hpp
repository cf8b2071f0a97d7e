#pragma once

#include "orion/ordering/order.hpp"

#include <string>
#include <utility>

namespace orion::test {

inline const Currency pounds = *Currency::parse("GBP");
inline const Instant opening_time = *parse_rfc3339("2026-01-31T09:30:00.000Z");

template <class Identity>
Identity numbered(std::uint8_t number) {
    Uuid uuid;
    uuid.bytes[0] = 0xff;
    uuid.bytes[15] = number;
    return Identity{uuid};
}

inline Address an_address() {
    return Address::restore(
        {.name = "Zoë Quinn", .line1 = "1 High Street", .city = "Leeds", .postcode = "LS1 4AP", .country = "GB"});
}

/// Two mugs at 12.50 and a pot at 5.00, with only what a test names changed.
struct AnOrder {
    AnOrder()
        : placement{.id = numbered<OrderId>(1),
                    .number = "100001",
                    .cart = numbered<CartId>(1),
                    .currency = pounds,
                    .lines = {{.sku = *Sku::parse("MUG"),
                               .title = "Mug",
                               .quantity = *Quantity::parse(2),
                               .unit_price = Money{1250, pounds}},
                              {.sku = *Sku::parse("POT"),
                               .title = "Tea pot",
                               .quantity = *Quantity::parse(1),
                               .unit_price = Money{500, pounds}}},
                    .email = *Email::parse("zoe@example.com"),
                    .shipping_address = an_address(),
                    .now = opening_time} {}

    AnOrder& id(OrderId order) { return placement.id = order, *this; }
    AnOrder& of(CartId cart) { return placement.cart = cart, *this; }
    AnOrder& numbered_as(std::string number) { return placement.number = std::move(number), *this; }
    AnOrder& expecting(std::int64_t total) { return placement.expected_total = Money{total, pounds}, *this; }
    // NOLINTNEXTLINE(readability-make-member-function-const): GCC 12 fails to compile the tests with it
    ordering::Order placed() { return *ordering::Order::place(placement); }

    /// As if it had come this far before; nothing unsaved.
    ordering::Order in(ordering::OrderStatus status, ordering::PaymentStatus payment) {
        auto snapshot = placed().snapshot();
        snapshot.status = status;
        snapshot.payment_status = payment;
        return ordering::Order::restore(std::move(snapshot));
    }

    ordering::Placement placement;
};

}  // namespace orion::test
