#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/quantity.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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

enum class CartState : std::uint8_t {
    open,
    ordered,  ///< noted of a user's cart only, to make room for the next one
    merged,   ///< what was in a guest's cart lies in its owner's open one
};

struct CartSnapshot {
    CartId id;
    std::optional<UserId> owner{};  ///< nothing: a guest's
    CartState state = CartState::open;
    Currency currency;
    std::vector<CartItem> items;
    Instant created_at;
    Instant updated_at;
    std::int64_t version;

    friend bool operator==(const CartSnapshot&, const CartSnapshot&) = default;
};

/// What somebody means to buy. Born empty, in one currency; holds each SKU once, in the order they were put in. Prices
/// stay live until checkout, which makes an order of it without changing it; abandoned carts are swept away. It is a
/// guest's, or a user's, who has at most one that is open; a guest who logs in brings the guest's cart along.
class Cart {
public:
    static constexpr std::size_t max_lines = 100;

    static Cart create(CartId id, Currency currency, Instant now, std::optional<UserId> owner = std::nullopt);
    static Cart restore(CartSnapshot snapshot);

    /// Puts in so many more. All are `invalid`: `out_of_range` if that makes more than 999 of it, `too_many_lines`,
    /// `currency_mismatch`.
    Result<void> add(const ProductOffer& offer, Quantity quantity, Instant now);
    /// Makes it so many, putting it in if it is not there. As `add`.
    Result<void> set(const ProductOffer& offer, Quantity quantity, Instant now);
    /// Takes all of it out. No effect if there is none.
    void remove(const Sku& sku, Instant now);

    /// `currency_mismatch` unless it is empty or in that currency anyway.
    Result<void> change_currency(Currency currency, Instant now);

    /// Takes in what lies in a guest's cart. Quantities of one SKU add up, to no more than 999 and what `offers` have
    /// available, yet never to less than there was. What is out of stock or not for sale in the cart's currency, and
    /// what would be line 101, stays out. An empty cart takes the guest's currency; otherwise `currency_mismatch`.
    Result<void> take_in(const Cart& guests, std::span<const ProductOffer> offers, Instant now);
    /// A guest's cart becomes a user's. Contract: it has no owner.
    void give_to(UserId owner, Instant now);
    /// The end of a guest's cart that `owner`'s has taken in: it is empty. Contract: it has no owner.
    void end_merged(UserId owner, Instant now);
    void end_ordered(Instant now);

    CartId id() const { return state_.id; }
    const std::optional<UserId>& owner() const { return state_.owner; }
    CartState state() const { return state_.state; }
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
