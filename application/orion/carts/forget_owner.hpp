#pragma once

#include "orion/carts/carts_store.hpp"

namespace orion::carts {

/// A user has left: all carts of theirs go. To repeat it has no effect.
class ForgetOwner {
public:
    explicit ForgetOwner(CartsStore& store) : store_{store} {}
    Result<void> execute(UserId owner);

private:
    CartsStore& store_;
};

}  // namespace orion::carts
