#include "orion/consumers/catalog_consumer.hpp"

#include <variant>

namespace orion::consumers {

Result<void> CatalogConsumer::handle(const Delivery& delivery) {
    ORION_TRY(const auto event, ports_.events.read(delivery.message));
    const auto* const changed = std::get_if<inventory::StockLevelsChanged>(&event);
    if (changed == nullptr) return {};
    catalog::ProjectAvailabilityCommand command{.message = delivery.message.id, .levels = {}};
    // What inventory says of an order has the order as its subject.
    const bool ordered = OrderId::parse(delivery.message.subject).has_value();
    for (const auto& [sku, available, version] : changed->levels)
        command.levels.push_back({sku, available, version, ordered});
    return ports_.project_availability.execute(command);
}

}  // namespace orion::consumers
