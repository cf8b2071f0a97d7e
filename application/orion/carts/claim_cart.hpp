#pragma once

#include "orion/carts/edit_cart.hpp"
#include "orion/carts/get_own_cart.hpp"

namespace orion::carts {

struct ClaimCartCommand {
    UserId user;
    CartId cart;
    Secret token;  ///< the guest's key to it
};

/// Brings a guest's cart to a user, as `Cart::take_in` says; without an open cart of the user's it becomes that as it
/// is. The guest's key opens nothing any more. The answer is the user's cart, as it is to every repetition.
/// `cart_not_found`: also if another user has it. `conflict` / `cart_already_ordered`; `invalid` / `currency_mismatch`
/// when both hold something, in different currencies.
class ClaimCart {
public:
    ClaimCart(CartEditing editing, GetOwnCart& own_cart) : editing_{editing}, own_cart_{own_cart} {}
    Result<CartView> execute(const ClaimCartCommand& command);

private:
    Result<CartView> attempt(const ClaimCartCommand& command);
    CartEditing editing_;
    GetOwnCart& own_cart_;
};

/// The same with nothing but the key, as a guest brings it to a log-in. `cart_not_found` also if it does not tell its
/// cart.
class ClaimCartByToken {
public:
    ClaimCartByToken(const CartTokens& tokens, ClaimCart& claim_cart) : tokens_{tokens}, claim_cart_{claim_cart} {}
    Result<CartView> execute(UserId user, const Secret& token);

private:
    const CartTokens& tokens_;
    ClaimCart& claim_cart_;
};

}  // namespace orion::carts
