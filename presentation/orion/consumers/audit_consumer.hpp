#pragma once

#include "orion/audit/record_act.hpp"
#include "orion/ports/event_reader.hpp"

namespace orion::consumers {

/// The audit log's ear: what was done anywhere in the shop.
class AuditConsumer final : public MessageHandler {
public:
    struct Ports {
        const EventReader<audit::Event>& events;
        audit::RecordAct& record_act;
    };
    explicit AuditConsumer(const Ports& ports) : ports_{ports} {}

    Result<void> handle(const Delivery& delivery) override;

private:
    Ports ports_;
};

}  // namespace orion::consumers
