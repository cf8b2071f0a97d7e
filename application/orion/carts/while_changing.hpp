#pragma once

#include "orion/kernel/result.hpp"

#include <type_traits>

namespace orion::carts {

/// What `attempt` answers, once nobody changes the carts that it is about between its reading and its writing. At most
/// fifty attempts: whoever loses a race has somebody else's progress to thank for it.
template <class Attempt>
std::invoke_result_t<Attempt&> while_changing(Attempt attempt) {
    constexpr int attempts_max = 50;
    for (int number = 1;; ++number) {
        auto result = attempt();
        if (result || result.error().code != "cart_changed" || number == attempts_max) return result;
    }
}

}  // namespace orion::carts
