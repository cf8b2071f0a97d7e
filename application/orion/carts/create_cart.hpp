#pragma once

#include "orion/carts/cart_view.hpp"
#include "orion/carts/carts_store.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <optional>

namespace orion::carts {

struct CreateCartCommand {
    std::optional<Currency> currency{};  ///< the shop's by default
};

struct CreatedCart {
    CartView cart;
    Secret token;  ///< the guest's key to it
};

class CreateCart {
public:
    struct Ports {
        CartsStore& store;
        const CartTokens& tokens;
        const Clock& clock;
        IdGenerator& ids;
        ProductOffers& offers;
    };
    CreateCart(Ports ports, Currency shop_currency) : ports_{ports}, shop_currency_{shop_currency} {}
    Result<CreatedCart> execute(const CreateCartCommand& command);

private:
    Ports ports_;
    Currency shop_currency_;
};

}  // namespace orion::carts
