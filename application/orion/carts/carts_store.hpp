#pragma once

#include "orion/carts/cart.hpp"
#include "orion/ports/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace orion::carts {

class CartRepository {
public:
    virtual ~CartRepository() = default;
    virtual void add(const Cart& cart) = 0;
    /// `unavailable` / `cart_changed` unless the stored cart still has the version that it was `found` with.
    virtual Result<void> save(const Cart& cart, std::int64_t found) = 0;
    /// All of a user, open or not.
    virtual void remove_all(UserId owner) = 0;
    /// False, and no effect, if it was touched at `since` or later, or has gone.
    virtual bool remove_untouched(CartId cart, Instant since) = 0;
};

class CartsWork {
public:
    virtual ~CartsWork() = default;
    virtual CartRepository& carts() = 0;
};

/// A transaction that would leave a user with two open carts fails: `unavailable` / `cart_changed`.
using CartsStore = Store<CartsWork>;

/// A cart that nobody has touched for a while.
struct IdleCart {
    CartId id;
    Instant updated_at;
};

/// Reading without changing. Thread-safe.
class CartQueries {
public:
    virtual ~CartQueries() = default;
    virtual Result<std::optional<Cart>> find(CartId cart) = 0;
    virtual Result<std::optional<Cart>> find_open(UserId owner) = 0;
    /// Untouched since before `since`, the longest first, those after `after`.
    virtual Result<std::vector<IdleCart>> idle(Instant since, const std::optional<IdleCart>& after,
                                               std::size_t limit) = 0;
};

}  // namespace orion::carts
