#include "orion/resilience/steady_time.hpp"

#include <algorithm>
#include <random>

namespace orion::resilience {

std::int64_t random_up_to(std::int64_t most) {
    static thread_local std::mt19937_64 dice{std::random_device{}()};
    return std::uniform_int_distribution<std::int64_t>{0, std::max<std::int64_t>(most, 0)}(dice);
}

}  // namespace orion::resilience
