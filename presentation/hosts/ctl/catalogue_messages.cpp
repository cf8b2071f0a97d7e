#include "ctl/catalogue_messages.hpp"

#include "orion/messaging/outbox_relay.hpp"
#include "orion/messaging/sql_queue.hpp"
#include "orion/persistence/outbox.hpp"

#include "process/broker.hpp"

namespace orion::hosts {
namespace {

bool has_unsent(persistence::Database& database) {
    return database.query([](persistence::Session& session) { return persistence::Outbox{}.has_unsent(session); });
}

bool is_handled(persistence::Database& queues) {
    return queues.query([](persistence::Session& session) { return messaging::SqlQueue{"catalog"}.is_empty(session); });
}

}  // namespace

void CatalogueMessages::settle(std::chrono::milliseconds limit) {
    auto& base = shop_.base;
    Broker broker{base};
    if (!broker.is_embedded()) return;  // whoever runs a broker runs a worker
    auto& inventory = base.databases.of("inventory");
    auto& queues = base.databases.main();
    const auto deadline = std::chrono::steady_clock::now() + limit;
    const messaging::JsonEventReader<inventory::Event> events;
    consumers::CatalogConsumer handler{{.events = events, .project_availability = shop_.catalog.project_availability}};
    const auto publisher = broker.publisher();
    messaging::OutboxRelay relay{inventory, *publisher, base.clock, base.log};
    const auto consumer = broker.consumer(handler, {.name = "catalog"});
    relay.start();
    consumer->start();
    while (true) {
        const auto mark = queues.changes().mark();
        if (!has_unsent(inventory) && is_handled(queues)) return;
        if (!queues.changes().wait(mark, deadline)) return;
    }
}

}  // namespace orion::hosts
