#pragma once

#include "orion/config/load_settings.hpp"
#include "orion/ports/rate_limiter.hpp"
#include "orion/rest/edge.hpp"

#include <memory>
#include <vector>

namespace orion::hosts {

/// All that is wrong with the settings of the edge.
std::vector<config::Problem> problems_at_the_edge(const config::Settings& settings);

/// Contract: nothing is wrong with them.
rest::EdgeSettings edge_settings(const config::Settings& settings);

/// Counts in this process, or with all others in Redis, as the settings have it.
std::unique_ptr<RateLimiter> rate_limiter(const config::Settings& settings);

}  // namespace orion::hosts
