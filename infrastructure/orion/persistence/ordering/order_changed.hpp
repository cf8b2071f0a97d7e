#pragma once

#include "orion/kernel/result.hpp"

namespace orion::persistence {

/// Another transaction changed what this one had read.
inline std::unexpected<Error> order_changed() {
    return fail(ErrorKind::unavailable, "order_changed", "This order was changed meanwhile. Please try again.");
}

}  // namespace orion::persistence
