#include "process/worker_process.hpp"

#include "orion/messaging/retention.hpp"
#include "orion/persistence/catalog/soci_catalog_changes.hpp"
#include "orion/persistence/identity/erased_traces.hpp"

#include <string_view>
#include <utility>

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

std::vector<scheduling::Job> ordering_jobs(Shop& shop) {
    const auto& settings = shop.base.settings;
    return {{.name = "wake overdue checkouts",
             .interval = settings.scheduler.checkout_interval,
             .run = [&shop]() -> Result<int> {
                 ORION_TRY(const auto woken, shop.ordering.wake_overdue_checkouts.execute(job_batch));
                 if (woken.parked > 0) {
                     shop.base.log.error("compensations go unanswered", {{"checkouts", woken.parked}});
                 }
                 return static_cast<int>(woken.woken);
             },
             .batch = job_batch},
            {.name = "forget old answers",
             .interval = settings.scheduler.housekeeping_interval,
             .run = [&shop]() -> Result<int> {
                 ORION_TRY(const auto purged, shop.ordering.purge_answers.execute(job_batch));
                 return static_cast<int>(purged);
             },
             .batch = job_batch}};
}

scheduling::Job anonymise_orders(Shop& shop) {
    auto& database = shop.base.databases.of("ordering");
    return {.name = "anonymise orders of erased people",
            .interval = shop.base.settings.scheduler.checkout_interval,
            .run = [&shop, &database, has_traces = false]() mutable -> Result<int> {
                ORION_TRY(const auto anonymised, shop.ordering.anonymise_orders.execute(job_batch));
                has_traces = has_traces || anonymised > 0;
                if (has_traces) ORION_CHECK(persistence::empty_write_ahead_log(database));
                has_traces = false;
                return static_cast<int>(anonymised);
            },
            .batch = job_batch};
}

scheduling::Job expire_reservations(Shop& shop) {
    return {.name = "expire reservations",
            .interval = shop.base.settings.scheduler.checkout_interval,
            .run = [&shop]() -> Result<int> {
                ORION_TRY(const auto expired, shop.inventory.expire_reservations.execute({.limit = job_batch}));
                return static_cast<int>(expired);
            },
            .batch = job_batch};
}

scheduling::Job reconcile_payments(Shop& shop) {
    const auto& settings = shop.base.settings;
    return {.name = "reconcile payments",
            .interval = settings.scheduler.housekeeping_interval,
            .run = [&shop, &settings]() -> Result<int> {
                ORION_TRY(const auto reconciled,
                          shop.billing.reconcile_payments.execute(
                              {.older_than = settings.payments.reconcile_after, .limit = job_batch}));
                return reconciled.resolved;
            },
            .batch = job_batch};
}

scheduling::Job expire_carts(Shop& shop) {
    return {.name = "expire carts",
            .interval = shop.base.settings.scheduler.housekeeping_interval,
            .run = [&shop]() -> Result<int> {
                ORION_TRY(const auto expired, shop.carts.expire_carts.execute());
                return static_cast<int>(expired);
            }};
}

scheduling::Job forget_sessions(Shop& shop) {
    return {.name = "forget sessions that are over",
            .interval = shop.base.settings.scheduler.housekeeping_interval,
            .run = [&shop]() -> Result<int> {
                ORION_TRY(const auto forgotten, shop.identity.purge_sessions.execute(job_batch));
                return static_cast<int>(forgotten);
            },
            .batch = job_batch};
}

scheduling::Job forget_sent_mails(Shop& shop) {
    return {.name = "forget sent mails",
            .interval = shop.base.settings.scheduler.housekeeping_interval,
            .run = [&shop]() -> Result<int> {
                ORION_TRY(const auto forgotten, shop.notifications.forget_sent_mails.execute(job_batch));
                return static_cast<int>(forgotten);
            },
            .batch = job_batch};
}

scheduling::Job forget_old_messages(persistence::Database& database, const Foundation& base) {
    return {.name = "forget old messages",
            .interval = base.settings.scheduler.housekeeping_interval,
            .run = [&database, &clock = base.clock]() -> Result<int> {
                ORION_TRY(const auto purged, messaging::purge_old_messages(database, clock));
                return static_cast<int>(purged);
            }};
}

scheduling::Job forget_old_changes(Shop& shop) {
    return {.name = "forget old changes of the catalogue",
            .interval = shop.base.settings.scheduler.housekeeping_interval,
            .run = [&database = shop.base.databases.of("catalog"), &clock = shop.base.clock]() -> Result<int> {
                ORION_TRY(const auto purged, persistence::purge_catalog_changes(database, clock));
                return static_cast<int>(purged);
            }};
}

scheduling::Job forget_traces_of_the_erased(Foundation& base) {
    return {.name = "forget traces of erased people",
            .interval = base.settings.scheduler.housekeeping_interval,
            .run = [traces =
                        persistence::ErasedTraces{base.databases.of("identity"), base.clock}]() mutable -> Result<int> {
                ORION_TRY(const auto forgotten, traces.execute());
                return forgotten ? 1 : 0;
            }};
}

}  // namespace

WorkerProcess::WorkerProcess(Shop& shop)
    : shop_{shop},
      modules_{contexts_in(shop.base.settings.worker.modules)},
      ordering_{{.inventory_events = inventory_events_,
                 .billing_events = billing_events_,
                 .identity_events = identity_events_,
                 .advance_checkout = shop.ordering.advance_checkout,
                 .forget_customer = shop.ordering.forget_customer}},
      inventory_{{.events = ordering_events_,
                  .reserve_stock = shop.inventory.reserve_stock,
                  .consume_reservation = shop.inventory.consume_reservation,
                  .return_stock = shop.inventory.return_stock}},
      billing_{{.events = ordering_events_,
                .take_payment = shop.billing.take_payment,
                .reverse_payment = shop.billing.reverse_payment}},
      catalog_{{.events = inventory_events_, .project_availability = shop.catalog.project_availability}},
      carts_{{.events = identity_events_, .forget_owner = shop.carts.forget_owner}},
      notifications_{{.events = identity_events_, .send_account_mail = shop.notifications.send_account_mail}},
      audit_{{.events = audit_events_, .record_act = shop.audit.record_act}},
      broker_{shop.base} {
    broker_.check();
    relay_outboxes();
    const auto& settings = shop.base.settings.messaging;
    consume("ordering", ordering_, settings.ordering_threads);
    consume("inventory", inventory_, settings.inventory_threads);
    consume("billing", billing_, settings.billing_threads);
    consume("catalog", catalog_, settings.catalog_threads);
    consume("carts", carts_, 1);
    consume("notifications", notifications_, settings.notifications_threads);
    // The chain takes one entry at a time.
    consume("audit", audit_, 1);
    scheduler_.emplace(jobs(), scheduling::Scheduler::Ports{.ids = shop.base.ids, .log = shop.base.log});
    shop_.base.log.info("worker started", {{"modules", shop.base.settings.worker.modules}});
}

void WorkerProcess::relay_outboxes() {
    const auto& settings = shop_.base.settings.messaging;
    for (auto* const database : shop_.base.databases.of(modules_)) {
        auto& publisher = *publishers_.emplace_back(broker_.publisher());
        relays_.push_back(std::make_unique<messaging::OutboxRelay>(
            *database, publisher, shop_.base.clock, shop_.base.log,
            messaging::RelayOptions{.batch = settings.batch_size, .idle_poll = settings.poll_interval}));
        relays_.back()->start();
    }
}

void WorkerProcess::consume(std::string_view module, MessageHandler& handler, int threads) {
    if (!modules_.contains(module)) return;
    queues_.push_back(broker_.consumer(handler, consumer(std::string{module}, threads, shop_.base.settings)));
    queues_.back()->start();
}

std::vector<scheduling::Job> WorkerProcess::jobs() {
    std::vector<scheduling::Job> jobs;
    if (modules_.contains("ordering")) jobs = ordering_jobs(shop_);
    if (modules_.contains("ordering")) jobs.push_back(anonymise_orders(shop_));
    if (modules_.contains("inventory")) jobs.push_back(expire_reservations(shop_));
    if (modules_.contains("billing")) jobs.push_back(reconcile_payments(shop_));
    if (modules_.contains("carts")) jobs.push_back(expire_carts(shop_));
    if (modules_.contains("identity")) jobs.push_back(forget_sessions(shop_));
    if (modules_.contains("notifications")) jobs.push_back(forget_sent_mails(shop_));
    if (modules_.contains("catalog")) jobs.push_back(forget_old_changes(shop_));
    if (modules_.contains("identity")) jobs.push_back(forget_traces_of_the_erased(shop_.base));
    for (auto* const database : shop_.base.databases.of(modules_))
        jobs.push_back(forget_old_messages(*database, shop_.base));
    return jobs;
}

void WorkerProcess::stop() {
    shop_.base.stopping.request_stop();
    if (scheduler_) scheduler_->stop();
    for (const auto& queue : queues_) queue->stop();
    for (const auto& relay : relays_) relay->stop();
}

}  // namespace orion::hosts
