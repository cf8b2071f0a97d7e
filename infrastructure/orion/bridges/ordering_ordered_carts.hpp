#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/ordering/order_queries.hpp"

#include <optional>

namespace orion::bridges {

/// Carts ask whether they have become an order.
class OrderingOrderedCarts final : public carts::OrderedCarts {
public:
    explicit OrderingOrderedCarts(ordering::OrderQueries& orders) : orders_{orders} {}

    Result<std::optional<Instant>> ordered_at(CartId cart) override {
        ORION_TRY(const auto ordered, orders_.order_of(cart));
        if (!ordered) return std::nullopt;
        return ordered->placed_at;
    }

private:
    ordering::OrderQueries& orders_;
};

}  // namespace orion::bridges
