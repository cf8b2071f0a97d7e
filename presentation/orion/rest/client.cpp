#include "orion/rest/client.hpp"

#include <string>

namespace orion::rest {

identity::Client client_of(const Call& call) {
    return {.device = std::string{call.request.header("User-Agent").value_or("")}, .address = call.client};
}

}  // namespace orion::rest
