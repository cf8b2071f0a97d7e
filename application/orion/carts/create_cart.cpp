#include "orion/carts/create_cart.hpp"

#include <utility>

namespace orion::carts {

Result<CreatedCart> CreateCart::execute(const CreateCartCommand& command) {
    const auto cart =
        Cart::create(ports_.ids.next<CartId>(), command.currency.value_or(shop_currency_), ports_.clock.now());
    ORION_CHECK(ports_.store.transact([&](CartsWork& work) -> Result<void> {
        work.carts().add(cart);
        return {};
    }));
    ORION_TRY(auto view, show_cart(cart, ports_.offers));
    return CreatedCart{.cart = std::move(view), .token = ports_.tokens.issue(cart.id())};
}

}  // namespace orion::carts
