#include "ctl/catalogue_messages.hpp"

#include "orion/messaging/outbox_relay.hpp"
#include "orion/messaging/sql_event_publisher.hpp"
#include "orion/messaging/sql_message_consumer.hpp"
#include "orion/persistence/outbox.hpp"

#include "process/topology.hpp"

namespace orion::hosts {
namespace {

bool is_settled(persistence::Database& database, const messaging::SqlQueue& queue) {
    return database.read([&](persistence::Session& session) {
        return !persistence::Outbox{}.has_unsent(session) && queue.is_empty(session);
    });
}

}  // namespace

void CatalogueMessages::settle(std::chrono::milliseconds limit) {
    auto& base = shop_.base;
    const auto deadline = std::chrono::steady_clock::now() + limit;
    const messaging::JsonEventReader<inventory::Event> events;
    consumers::CatalogConsumer handler{{.events = events, .project_availability = shop_.catalog.project_availability}};
    messaging::SqlEventPublisher publisher{base.database, topology(), base.clock};
    messaging::OutboxRelay relay{base.database, publisher, base.clock, base.log};
    messaging::SqlMessageConsumer consumer{base.database, base.clock, base.log, handler, {.name = "catalog"}};
    relay.start();
    consumer.start();
    while (true) {
        const auto mark = base.database.changes().mark();
        if (is_settled(base.database, messaging::SqlQueue{"catalog"})) return;
        if (!base.database.changes().wait(mark, deadline)) return;
    }
}

}  // namespace orion::hosts
