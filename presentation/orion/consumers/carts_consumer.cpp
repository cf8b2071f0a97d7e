#include "orion/consumers/carts_consumer.hpp"

#include <variant>

namespace orion::consumers {

Result<void> CartsConsumer::handle(const Delivery& delivery) {
    ORION_TRY(const auto event, ports_.events.read(delivery.message));
    const auto* const erased = std::get_if<identity::UserErased>(&event);
    return erased == nullptr ? Result<void>{} : ports_.forget_owner.execute(erased->user);
}

}  // namespace orion::consumers
