#pragma once

#include "orion/carts/cart.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <optional>
#include <span>
#include <vector>

/// What carts need to know from the rest of the shop. All thread-safe.
namespace orion::carts {

class ProductOffers {
public:
    virtual ~ProductOffers() = default;
    /// What is for sale of these SKUs, in no order; what is not, is left out.
    virtual Result<std::vector<ProductOffer>> find(std::span<const Sku> skus) = 0;
};

class OrderedCarts {
public:
    virtual ~OrderedCarts() = default;
    /// When an order was placed with this cart; nothing if there is none.
    virtual Result<std::optional<Instant>> ordered_at(CartId cart) = 0;
};

/// A guest's key to one cart. Derived, not stored: the same cart always has the same token.
class CartTokens {
public:
    virtual ~CartTokens() = default;
    virtual Secret issue(CartId cart) const = 0;
    /// In constant time.
    virtual bool matches(CartId cart, const Secret& token) const = 0;
    /// Whose key it is; nothing if it is no cart's, or of before keys said so.
    virtual std::optional<CartId> cart_of(const Secret& token) const = 0;
};

}  // namespace orion::carts
