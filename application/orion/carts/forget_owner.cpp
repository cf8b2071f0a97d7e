#include "orion/carts/forget_owner.hpp"

namespace orion::carts {

Result<void> ForgetOwner::execute(UserId owner) {
    return store_.transact([&](CartsWork& work) -> Result<void> {
        work.carts().remove_all(owner);
        return {};
    });
}

}  // namespace orion::carts
