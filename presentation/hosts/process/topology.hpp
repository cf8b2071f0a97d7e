#pragma once

#include "orion/messaging/topology.hpp"

namespace orion::hosts {

/// Who is told of what in this shop.
messaging::Topology topology();

}  // namespace orion::hosts
