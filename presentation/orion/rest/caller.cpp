#include "orion/rest/caller.hpp"

#include "orion/ports/acts.hpp"

namespace orion::rest {

std::string actor_of(const Caller& caller) {
    if (caller.person) return named("user", caller.person->user);
    if (caller.program) return named("key", caller.program->key);
    return "anonymous";
}

}  // namespace orion::rest
