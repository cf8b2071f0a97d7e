#pragma once

#include "orion/ordering/list_orders.hpp"
#include "orion/rest/router.hpp"

#include <vector>

namespace orion::rest {

/// A customer's own orders, and everybody's for staff. `list_orders` outlives them.
std::vector<Route> order_list_routes(ordering::ListOrders& list_orders);

}  // namespace orion::rest
