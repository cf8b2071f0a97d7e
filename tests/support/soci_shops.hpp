#pragma once

#include "orion/messaging/event_codec.hpp"
#include "orion/messaging/sql_dead_letters.hpp"
#include "orion/messaging/sql_event_publisher.hpp"
#include "orion/messaging/sql_message_consumer.hpp"
#include "orion/persistence/audit/soci_audit_store.hpp"
#include "orion/persistence/billing/soci_billing_store.hpp"
#include "orion/persistence/billing/soci_payment_queries.hpp"
#include "orion/persistence/carts/soci_carts_store.hpp"
#include "orion/persistence/catalog/soci_catalog_store.hpp"
#include "orion/persistence/catalog/soci_catalogue_queries.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/identity/soci_identity_store.hpp"
#include "orion/persistence/inventory/soci_inventory_store.hpp"
#include "orion/persistence/notifications/soci_notifications_store.hpp"
#include "orion/persistence/ordering/soci_order_lists.hpp"
#include "orion/persistence/ordering/soci_order_queries.hpp"
#include "orion/persistence/ordering/soci_ordering_store.hpp"
#include "orion/system/system_clock.hpp"

#include "support/fake_id_generator.hpp"
#include "support/fake_log.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <concepts>
#include <memory>
#include <string>
#include <vector>

/// The contexts on a real database, for their contract suites. `Shop` is migrated for the modules it is made of, and
/// has `database` and `clock`: ShopDatabase, PostgresShop.
namespace orion::test {

/// What the outbox holds, in order and without the context: `order_placed`.
inline std::vector<std::string> types_in_outbox(persistence::Database& database) {
    return database.query([](persistence::Session& session) {
        std::vector<std::string> types;
        for (const auto& [type] : session.rows<std::string>("SELECT type FROM messaging_outbox ORDER BY seq"))
            types.push_back(type.substr(type.find('.') + 1));
        return types;
    });
}

/// What the outbox holds for the audit log, in order.
inline std::vector<Act> acts_in_outbox(persistence::Database& database) {
    return database.query([](persistence::Session& session) {
        std::vector<Act> acts;
        for (const auto& [type, body] : session.rows<std::string, std::string>(
                 "SELECT type, body FROM messaging_outbox WHERE type = 'audit.act_performed' ORDER BY seq")) {
            const Envelope message{.id = MessageId{Uuid{}},
                                   .type = type,
                                   .version = 1,
                                   .time = {},
                                   .subject = {},
                                   .trace = {},
                                   .body = body};
            acts.push_back(messaging::decode<Act>(message).value());
        }
        return acts;
    });
}

/// Whether the database refuses `statement`, which no honest transaction runs.
template <std::invocable<persistence::Session&> Statement>
bool is_refused(persistence::Database& database, Statement statement) {
    bool refused = false;
    (void)database.write([&](persistence::Session& session) -> Result<void> {
        try {
            statement(session);
        } catch (const persistence::ConstraintViolation&) {
            refused = true;
        }
        return std::unexpected{Error{ErrorKind::conflict, "only_trying", "", {}}};
    });
    return refused;
}
inline bool is_refused(persistence::Database& database, persistence::Sql sql) {
    return is_refused(database, [sql](persistence::Session& session) { session.run(sql); });
}

/// The number that `sql` selects.
inline std::int64_t number(persistence::Database& database, persistence::Sql sql) {
    return database.query(
        [sql](persistence::Session& session) { return std::get<0>(session.row<std::int64_t>(sql).value()); });
}

template <class Shop>
struct SociCatalog {
    Shop shop{"messaging", "catalog"};
    FakeClock& clock = shop.clock;
    FakeIdGenerator ids;
    persistence::SociCatalogStore soci_store{shop.database, clock};
    persistence::SociCatalogueQueries soci_queries{shop.database};

    catalog::CatalogStore& store() { return soci_store; }
    catalog::CatalogueQueries& queries() { return soci_queries; }
    std::size_t price_history_size() {
        return static_cast<std::size_t>(number(shop.database, "SELECT count(*) FROM catalog_price_history"));
    }
};

template <class Shop>
struct SociNotifications {
    Shop shop{"messaging", "notifications"};
    persistence::SociNotificationsStore soci_store{shop.database};

    notifications::NotificationsStore& store() { return soci_store; }
};

template <class Shop>
struct SociAudit {
    Shop shop{"messaging", "audit"};
    persistence::SociAuditStore soci_store{shop.database};
    persistence::SociAuditQueries soci_queries{shop.database};

    audit::AuditStore& store() { return soci_store; }
    audit::AuditQueries& queries() { return soci_queries; }
};

template <class Shop>
struct SociCarts {
    Shop shop{"messaging", "carts"};
    FakeClock& clock = shop.clock;
    FakeIdGenerator ids;
    persistence::SociCartsStore soci_store{shop.database};
    persistence::SociCartQueries soci_queries{shop.database};

    carts::CartsStore& store() { return soci_store; }
    carts::CartQueries& queries() { return soci_queries; }
};

template <class Shop>
struct SociIdentity {
    Shop shop{"messaging", "identity"};
    FakeClock& clock = shop.clock;
    FakeIdGenerator ids;
    persistence::SociIdentityStore soci_store{shop.database, clock, ids};
    persistence::SociIdentityQueries soci_queries{shop.database};

    identity::IdentityStore& store() { return soci_store; }
    identity::IdentityQueries& queries() { return soci_queries; }
    std::vector<Act> recorded() { return acts_in_outbox(shop.database); }
    std::vector<std::string> published_types() { return types_in_outbox(shop.database); }
};

template <class Shop>
struct SociInventory {
    Shop shop{"messaging", "inventory"};
    FakeClock& clock = shop.clock;
    FakeIdGenerator ids;
    persistence::SociInventoryStore soci_store{shop.database, clock, ids};
    persistence::SociStockQueries soci_queries{shop.database};

    inventory::InventoryStore& store() { return soci_store; }
    inventory::StockQueries& queries() { return soci_queries; }
    std::vector<std::string> published_types() { return types_in_outbox(shop.database); }
};

template <class Shop>
struct SociOrdering {
    Shop shop{"messaging", "ordering"};
    FakeClock& clock = shop.clock;
    FakeIdGenerator ids;
    persistence::SociOrderingStore soci_store{shop.database, clock, ids};
    persistence::SociOrderQueries soci_queries{shop.database};
    persistence::SociOrderLists soci_lists{shop.database};

    ordering::OrderingStore& store() { return soci_store; }
    ordering::OrderQueries& queries() { return soci_queries; }
    ordering::OrderLists& lists() { return soci_lists; }
    std::vector<std::string> published_types() { return types_in_outbox(shop.database); }
};

template <class Shop>
struct SociBilling {
    Shop shop{"messaging", "billing"};
    FakeClock& clock = shop.clock;
    FakeIdGenerator ids;
    persistence::SociBillingStore soci_store{{.database = shop.database, .clock = clock, .ids = ids}};
    persistence::SociPaymentQueries soci_queries{shop.database};

    billing::BillingStore& store() { return soci_store; }
    billing::PaymentQueries& queries() { return soci_queries; }
    std::vector<std::string> published_types() { return types_in_outbox(shop.database); }
};

/// The SQL queue, for the contract of brokers.
template <class Shop>
class SqlBroker {
public:
    static constexpr bool may_repeat_after_a_stop = false;

    EventPublisher& publisher() { return publisher_; }
    DeadLetters& dead_letters() { return dead_letters_; }
    std::unique_ptr<MessageConsumer> consumer(MessageHandler& handler) {
        using std::chrono::milliseconds;
        return std::make_unique<messaging::SqlMessageConsumer>(
            shop_.database, clock_, log_, handler,
            messaging::ConsumerOptions{.name = "tester",
                                       .lease = milliseconds{5000},
                                       .retry_delays = {milliseconds{1}, milliseconds{2}},
                                       .attempts_max = 3,
                                       .idle_poll = milliseconds{50}});
    }
    void die_with_a_message() {
        REQUIRE(shop_.database.write([&](persistence::Session& session) -> Result<void> {
            const auto now = clock_.now();
            const auto lease_end = now + std::chrono::milliseconds{20};
            CHECK(messaging::SqlQueue{"tester"}.claim(session, now, lease_end, 1).size() == 1);
            return {};
        }));
    }
    bool accept(MessageId message) {
        bool accepted = false;
        REQUIRE(shop_.database.write([&](persistence::Session& session) -> Result<void> {
            accepted = persistence::Inbox{clock_}.accept(session, "tester", message);
            return {};
        }));
        return accepted;
    }

private:
    Shop shop_{"messaging"};
    system::SystemClock clock_;
    FakeLog log_;
    messaging::SqlEventPublisher publisher_{
        shop_.database, {{"tester", {"test.happened"}}, {"other", {"test.other"}}}, clock_};
    messaging::SqlDeadLetters dead_letters_{shop_.database, clock_};
};

}  // namespace orion::test
