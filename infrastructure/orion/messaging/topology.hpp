#pragma once

#include <map>
#include <string>
#include <vector>

namespace orion::messaging {

/// Which event types each consumer is sent.
using Topology = std::map<std::string, std::vector<std::string>>;

}  // namespace orion::messaging
