#include "orion/consumers/audit_consumer.hpp"

#include <utility>
#include <variant>

namespace orion::consumers {

Result<void> AuditConsumer::handle(const Delivery& delivery) {
    const auto& message = delivery.message;
    ORION_TRY(auto event, ports_.events.read(message));
    return ports_.record_act.execute({.message = message.id,
                                      .at = message.time,
                                      .correlation_id = message.trace.correlation_id,
                                      .act = std::get<Act>(std::move(event))});
}

}  // namespace orion::consumers
