#include "process/topology.hpp"

#include "orion/billing/integration_events.hpp"
#include "orion/identity/integration_events.hpp"
#include "orion/inventory/integration_events.hpp"
#include "orion/messaging/event_codec.hpp"
#include "orion/ordering/integration_events.hpp"

#include <string>
#include <vector>

namespace orion::hosts {
namespace {

template <class... Events>
std::vector<std::string> types_of() {
    return {std::string{messaging::event_type<Events>()}...};
}

}  // namespace

messaging::Topology topology() {
    using namespace ordering;
    using namespace inventory;
    using namespace billing;
    using namespace identity;
    return {{"ordering", types_of<StockReserved, StockRejected, StockConsumed, StockReturned, PaymentCaptured,
                                  PaymentDeclined, PaymentUnavailable, PaymentReversed, UserErased>()},
            {"inventory", types_of<StockRequested, StockConsumptionRequested, StockReturnRequested>()},
            {"billing", types_of<PaymentRequested, PaymentReversalRequested>()},
            {"catalog", types_of<StockLevelsChanged>()},
            {"carts", types_of<UserErased>()},
            {"notifications", types_of<UserRegistered, VerificationRequested, PasswordResetRequested, PasswordChanged,
                                       EmailChangeRequested, SecondFactorAdded, SecondFactorRemoved>()},
            {"audit", types_of<Act>()}};
}

}  // namespace orion::hosts
