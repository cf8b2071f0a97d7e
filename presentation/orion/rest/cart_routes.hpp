#pragma once

#include "orion/carts/add_cart_item.hpp"
#include "orion/carts/claim_cart.hpp"
#include "orion/carts/create_cart.hpp"
#include "orion/carts/get_cart.hpp"
#include "orion/carts/get_own_cart.hpp"
#include "orion/carts/remove_cart_item.hpp"
#include "orion/carts/set_cart_item.hpp"
#include "orion/ports/digest.hpp"
#include "orion/rest/router.hpp"

#include <string>
#include <vector>

namespace orion::rest {

/// What the carts' routes call. All of it outlives them.
struct CartUseCases {
    carts::CreateCart& create_cart;
    carts::GetCart& get_cart;
    carts::GetOwnCart& get_own_cart;
    carts::ClaimCart& claim_cart;
    carts::AddCartItem& add_cart_item;
    carts::SetCartItem& set_cart_item;
    carts::RemoveCartItem& remove_cart_item;
    const Digest& digest;
};

std::vector<Route> cart_routes(const CartUseCases& use);

/// A cart as it is shown.
std::string cart_text(const carts::CartView& cart);

}  // namespace orion::rest
