#pragma once

#include "orion/carts/forget_owner.hpp"
#include "orion/identity/integration_events.hpp"
#include "orion/ports/event_reader.hpp"

namespace orion::consumers {

/// The carts' ear: who has left. Other events of identity are none of their business.
class CartsConsumer final : public MessageHandler {
public:
    struct Ports {
        const EventReader<identity::Event>& events;
        carts::ForgetOwner& forget_owner;
    };
    explicit CartsConsumer(const Ports& ports) : ports_{ports} {}

    Result<void> handle(const Delivery& delivery) override;

private:
    Ports ports_;
};

}  // namespace orion::consumers
