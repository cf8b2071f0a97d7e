#pragma once

#include "orion/consumers/billing_consumer.hpp"
#include "orion/consumers/catalog_consumer.hpp"
#include "orion/consumers/inventory_consumer.hpp"
#include "orion/consumers/ordering_consumer.hpp"
#include "orion/messaging/json_event_reader.hpp"
#include "orion/messaging/outbox_relay.hpp"
#include "orion/messaging/sql_event_publisher.hpp"
#include "orion/messaging/sql_message_consumer.hpp"
#include "orion/scheduling/scheduler.hpp"

#include "process/shop.hpp"

#include <optional>

namespace orion::hosts {

/// Everything that happens without being asked: relays the outbox, handles messages, runs jobs. From construction on.
class WorkerProcess {
public:
    explicit WorkerProcess(Shop& shop);
    ~WorkerProcess() { stop(); }
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    /// Finishes the messages and the job in hand; what has not begun is left for the next worker. May be called again.
    void stop();

private:
    Shop& shop_;
    messaging::JsonEventReader<ordering::Event> ordering_events_;
    messaging::JsonEventReader<inventory::Event> inventory_events_;
    messaging::JsonEventReader<billing::Event> billing_events_;
    consumers::OrderingConsumer ordering_;
    consumers::InventoryConsumer inventory_;
    consumers::BillingConsumer billing_;
    consumers::CatalogConsumer catalog_;

    messaging::SqlEventPublisher publisher_;
    messaging::OutboxRelay relay_;
    messaging::SqlMessageConsumer ordering_queue_;
    messaging::SqlMessageConsumer inventory_queue_;
    messaging::SqlMessageConsumer billing_queue_;
    messaging::SqlMessageConsumer catalog_queue_;
    scheduling::Scheduler scheduler_;
};

}  // namespace orion::hosts
