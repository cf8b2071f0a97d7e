#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/quantity.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace orion::carts {

/// What the shop sells under a SKU right now.
struct ProductOffer {
    Sku sku;
    ProductId product_id;
    std::string title;
    Money unit_price;
    std::int64_t available;  ///< may lag a second behind
};

/// Title and price are as of the last time the shopper put it in: shown only when the product is not for sale any more.
struct CartItem {
    Sku sku;
    Quantity quantity;
    ProductId product_id;
    std::string title;
    Money unit_price;

    friend bool operator==(const CartItem&, const CartItem&) = default;
};

struct CartSnapshot {
    CartId id;
    Currency currency;
    std::vector<CartItem> items;
    Instant created_at;
    Instant updated_at;
    std::int64_t version;

    friend bool operator==(const CartSnapshot&, const CartSnapshot&) = default;
};

/// What somebody means to buy. Born empty, in one currency; holds each SKU once, in the order they were put in. Prices
/// stay live until checkout, which makes an order of it without changing it; abandoned carts are swept away.
class Cart {
public:
    static constexpr std::size_t max_lines = 100;

    static Cart create(CartId id, Currency currency, Instant now);
    static Cart restore(CartSnapshot snapshot);

    /// Puts in so many more. All are `invalid`: `out_of_range` if that makes more than 999 of it, `too_many_lines`,
    /// `currency_mismatch`.
    Result<void> add(const ProductOffer& offer, Quantity quantity, Instant now);
    /// Makes it so many, putting it in if it is not there. As `add`.
    Result<void> set(const ProductOffer& offer, Quantity quantity, Instant now);
    /// Takes all of it out. No effect if there is none.
    void remove(const Sku& sku, Instant now);

    CartId id() const { return state_.id; }
    Currency currency() const { return state_.currency; }
    const std::vector<CartItem>& items() const { return state_.items; }
    Instant updated_at() const { return state_.updated_at; }
    /// 1 when born; grows by one with each change.
    std::int64_t version() const { return state_.version; }
    const CartSnapshot& snapshot() const { return state_; }

private:
    explicit Cart(CartSnapshot state);
    std::vector<CartItem>::iterator find(const Sku& sku);
    void touch(Instant now);
    CartSnapshot state_;
};

}  // namespace orion::carts
