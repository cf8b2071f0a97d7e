#pragma once

#include "orion/ordering/order.hpp"

namespace orion::ordering {

/// An order as it is shown.
using OrderView = OrderSnapshot;

}  // namespace orion::ordering
