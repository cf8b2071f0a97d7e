#pragma once

#include "orion/kernel/email.hpp"
#include "orion/ordering/cancel_order.hpp"
#include "orion/ordering/get_order.hpp"
#include "orion/ordering/get_order_history.hpp"
#include "orion/ordering/place_order.hpp"
#include "orion/ports/digest.hpp"
#include "orion/rest/order_waits.hpp"
#include "orion/rest/router.hpp"

#include <functional>
#include <vector>

namespace orion::rest {

/// What the orders' routes call. All of it outlives them.
struct OrderUseCases {
    ordering::PlaceOrder& place_order;
    ordering::GetOrder& get_order;
    ordering::GetOrderHistory& get_order_history;
    ordering::CancelOrder& cancel_order;
    std::function<Result<Email>(UserId)> email_of;  ///< a customer's address, to which the order's mail goes
    OrderWaits& waits;
    const Digest& digest;
};

std::vector<Route> order_routes(const OrderUseCases& use);

}  // namespace orion::rest
