#include "orion/rest/caller.hpp"

#include "orion/ports/acts.hpp"

namespace orion::rest {

std::string actor_of(const Caller& caller) {
    if (caller.person) return named("user", caller.person->user);
    return "anonymous";
}

}  // namespace orion::rest
