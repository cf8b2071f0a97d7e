#include "orion/persistence/ordering/soci_ordering_store.hpp"

#include "orion/persistence/ordering/soci_order_queries.hpp"

#include "support/ordering_contract.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace orion;  // NOLINT(google-build-using-namespace)

namespace {

class SociOrdering {
public:
    SociOrdering() : shop_{"messaging", "ordering"} {}

    ordering::OrderingStore& store() { return store_; }
    ordering::OrderQueries& queries() { return queries_; }

    std::vector<std::string> published_types() {
        return shop_.database.read([](persistence::Session& session) {
            std::vector<std::string> types;
            for (const auto& [type] : session.rows<std::string>("SELECT type FROM messaging_outbox ORDER BY seq")) {
                types.push_back(type.substr(std::string_view{"ordering."}.size()));
            }
            return types;
        });
    }

    persistence::Database& database() { return shop_.database; }

    test::FakeClock clock;
    test::FakeIdGenerator ids;

private:
    test::ShopDatabase shop_;
    persistence::SociOrderingStore store_{shop_.database, clock, ids};
    persistence::SociOrderQueries queries_{shop_.database};
};

/// What the database says to one statement that no honest transaction runs.
template <class Statement>
bool is_refused(SociOrdering& ordering, Statement statement) {
    bool refused = false;
    (void)ordering.database().write([&](persistence::Session& session) -> Result<void> {
        try {
            statement(session);
        } catch (const persistence::ConstraintViolation&) {
            refused = true;
        }
        return fail(ErrorKind::conflict, "only_trying", "");
    });
    return refused;
}

}  // namespace

TEST_SUITE("ordering/soci_ordering_store") {
    TEST_CASE("orders in SQLite keep the contract of stores of orders") {
        test::OrderingShop<SociOrdering> shop;
        test::OrderingContract{shop}.check();
    }

    TEST_CASE("the history of an order can be neither changed nor removed") {
        test::OrderingShop<SociOrdering> shop;
        const auto id = shop.place()->order;

        CHECK(
            is_refused(shop.ordering, [](auto& session) { session.run("UPDATE ordering_history SET by = 'nobody'"); }));
        CHECK(is_refused(shop.ordering, [](auto& session) { session.run("DELETE FROM ordering_history"); }));
        CHECK(is_refused(shop.ordering, [&](auto& session) {
            session.run(
                "INSERT INTO ordering_history (order_id, version, at, to_status, payment_status, by)"
                " VALUES (:1, 1, 0, 'failed', 'none', 'shop')",
                id);
        }));
        CHECK(shop.life_of(id) == "pending");
    }

    TEST_CASE("the database itself keeps orders on the ways they can go") {
        test::OrderingShop<SociOrdering> shop;
        const auto id = shop.place()->order;

        const auto refuses = [&](auto statement) { return is_refused(shop.ordering, statement); };
        CHECK(refuses([](auto& session) { session.run("UPDATE ordering_orders SET status = 'shipped'"); }));
        CHECK(refuses([](auto& session) { session.run("UPDATE ordering_orders SET status = 'failed'"); }));
        CHECK(refuses([](auto& session) { session.run("UPDATE ordering_orders SET total = total - 1"); }));
        CHECK(refuses([](auto& session) { session.run("UPDATE ordering_lines SET quantity = 0"); }));
        CHECK(refuses([](auto& session) { session.run("UPDATE ordering_checkouts SET state = 'confirming'"); }));
        CHECK(refuses([](auto& session) { session.run("DELETE FROM ordering_orders"); }));
        REQUIRE(shop.cancel(id));
        CHECK(refuses([](auto& session) { session.run("UPDATE ordering_orders SET status = 'pending'"); }));
    }

    TEST_CASE("the payment token leaves the database when the payment is decided") {
        test::OrderingShop<SociOrdering> shop;
        const auto id = shop.place()->order;
        const auto tokens = [&] {
            return shop.ordering.database().read([](persistence::Session& session) {
                return std::get<0>(*session.row<std::int64_t>(
                    "SELECT count(*) FROM ordering_checkouts WHERE payment_token IS NOT NULL"));
            });
        };
        CHECK(tokens() == 1);
        REQUIRE(shop.hears(id, ordering::CheckoutEvent::stock_reserved));
        REQUIRE(shop.hears(id, ordering::CheckoutEvent::payment_captured));
        CHECK(tokens() == 0);
    }
}
