#pragma once

#include "orion/carts/cart_view.hpp"
#include "orion/carts/carts_store.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <optional>

namespace orion::carts {

struct OwnCartQuery {
    UserId user;
    std::optional<Currency> currency{};  ///< the shop's by default, or whatever the cart is in
};

/// The open cart of a user, who always has one: it is made if there is none, or if the last one was ordered. Asked for
/// in another currency, an empty one takes that; `invalid` / `currency_mismatch` if there is something in it.
class GetOwnCart {
public:
    struct Ports {
        CartsStore& store;
        CartQueries& queries;
        OrderedCarts& orders;
        const Clock& clock;
        IdGenerator& ids;
        ProductOffers& offers;
    };
    GetOwnCart(Ports ports, Currency shop_currency) : ports_{ports}, shop_currency_{shop_currency} {}
    Result<CartView> execute(const OwnCartQuery& query);

private:
    Result<Cart> ready(const OwnCartQuery& query);
    Ports ports_;
    Currency shop_currency_;
};

}  // namespace orion::carts
