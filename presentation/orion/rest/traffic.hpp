#pragma once

namespace orion::rest {

/// What a request is for. When there is too much of it all, what stands later here waits for what stands earlier; and
/// each has a rate limit of its own.
enum class Traffic {
    operations,   ///< asks how the shop is; never refused for load
    checkout,     ///< orders and what becomes of them
    credentials,  ///< logs in, or changes how one does
    shopping,     ///< fills carts, keeps an account or the shop in order
    browsing,     ///< looks around
};

}  // namespace orion::rest
