#include "orion/resilience/steady_time.hpp"

#include <algorithm>
#include <random>

namespace orion::resilience {

Milliseconds random_part(Milliseconds longest) {
    static thread_local std::mt19937_64 dice{std::random_device{}()};
    std::uniform_int_distribution<Milliseconds::rep> part{0, std::max<Milliseconds::rep>(longest.count(), 0)};
    return Milliseconds{part(dice)};
}

}  // namespace orion::resilience
