#include "process/worker_process.hpp"

#include "orion/messaging/retention.hpp"

#include "process/topology.hpp"

#include <string>
#include <vector>

namespace orion::hosts {
namespace {

constexpr int job_batch = 100;

messaging::ConsumerOptions consumer(std::string name, int threads, const config::Settings& settings) {
    std::vector<std::chrono::milliseconds> delays;
    for (auto delay = settings.messaging.retry_base; std::ssize(delays) < settings.messaging.max_attempts; delay *= 5) {
        delays.push_back(std::min(delay, settings.messaging.retry_cap));
    }
    return {.name = std::move(name),
            .threads = threads,
            .prefetch = settings.messaging.batch_size,
            .lease = settings.messaging.lease,
            .handling_max = settings.messaging.handling_limit,
            .retry_delays = std::move(delays),
            .attempts_max = settings.messaging.max_attempts,
            .idle_poll = settings.messaging.poll_interval};
}

std::vector<scheduling::Job> jobs(Shop& shop) {
    const auto& settings = shop.base.settings;
    return {
        {.name = "wake overdue checkouts",
         .interval = settings.scheduler.checkout_interval,
         .run = [&shop]() -> Result<int> {
             ORION_TRY(const auto woken, shop.ordering.wake_overdue_checkouts.execute(job_batch));
             if (woken.parked > 0) {
                 shop.base.log.error("compensations go unanswered", {{"checkouts", woken.parked}});
             }
             return static_cast<int>(woken.woken);
         },
         .batch = job_batch},
        {.name = "expire reservations",
         .interval = settings.scheduler.checkout_interval,
         .run = [&shop]() -> Result<int> {
             ORION_TRY(const auto expired, shop.inventory.expire_reservations.execute({.limit = job_batch}));
             return static_cast<int>(expired);
         },
         .batch = job_batch},
        {.name = "reconcile payments",
         .interval = settings.scheduler.housekeeping_interval,
         .run = [&shop, &settings]() -> Result<int> {
             ORION_TRY(const auto reconciled,
                       shop.billing.reconcile_payments.execute(
                           {.older_than = settings.payments.reconcile_after, .limit = job_batch}));
             return reconciled.resolved;
         },
         .batch = job_batch},
        {.name = "expire carts",
         .interval = settings.scheduler.housekeeping_interval,
         .run = [&shop]() -> Result<int> {
             ORION_TRY(const auto expired, shop.carts.expire_carts.execute());
             return static_cast<int>(expired);
         }},
        {.name = "forget old answers",
         .interval = settings.scheduler.housekeeping_interval,
         .run = [&shop]() -> Result<int> {
             ORION_TRY(const auto purged, shop.ordering.purge_answers.execute(job_batch));
             return static_cast<int>(purged);
         },
         .batch = job_batch},
        {.name = "forget old messages",
         .interval = settings.scheduler.housekeeping_interval,
         .run = [&shop]() -> Result<int> {
             ORION_TRY(const auto purged, messaging::purge_old_messages(shop.base.database, shop.base.clock));
             return static_cast<int>(purged);
         }},
    };
}

}  // namespace

WorkerProcess::WorkerProcess(Shop& shop)
    : shop_{shop},
      ordering_{{.inventory_events = inventory_events_,
                 .billing_events = billing_events_,
                 .advance_checkout = shop.ordering.advance_checkout}},
      inventory_{{.events = ordering_events_,
                  .reserve_stock = shop.inventory.reserve_stock,
                  .consume_reservation = shop.inventory.consume_reservation,
                  .return_stock = shop.inventory.return_stock}},
      billing_{{.events = ordering_events_,
                .take_payment = shop.billing.take_payment,
                .reverse_payment = shop.billing.reverse_payment}},
      catalog_{{.events = inventory_events_, .project_availability = shop.catalog.project_availability}},
      publisher_{shop.base.database, topology(), shop.base.clock},
      relay_{
          shop.base.database,
          publisher_,
          shop.base.clock,
          shop.base.log,
          {.batch = shop.base.settings.messaging.batch_size, .idle_poll = shop.base.settings.messaging.poll_interval}},
      ordering_queue_{shop.base.database, shop.base.clock, shop.base.log, ordering_,
                      consumer("ordering", shop.base.settings.messaging.ordering_threads, shop.base.settings)},
      inventory_queue_{shop.base.database, shop.base.clock, shop.base.log, inventory_,
                       consumer("inventory", shop.base.settings.messaging.inventory_threads, shop.base.settings)},
      billing_queue_{shop.base.database, shop.base.clock, shop.base.log, billing_,
                     consumer("billing", shop.base.settings.messaging.billing_threads, shop.base.settings)},
      catalog_queue_{shop.base.database, shop.base.clock, shop.base.log, catalog_,
                     consumer("catalog", shop.base.settings.messaging.catalog_threads, shop.base.settings)},
      scheduler_{jobs(shop), {.ids = shop.base.ids, .log = shop.base.log}} {
    relay_.start();
    ordering_queue_.start();
    inventory_queue_.start();
    billing_queue_.start();
    catalog_queue_.start();
    shop_.base.log.info("worker started");
}

void WorkerProcess::stop() {
    shop_.base.stopping.request_stop();
    scheduler_.stop();
    billing_queue_.stop();
    inventory_queue_.stop();
    ordering_queue_.stop();
    catalog_queue_.stop();
    relay_.stop();
}

}  // namespace orion::hosts
