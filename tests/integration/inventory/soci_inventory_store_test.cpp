#include "orion/messaging/event_codec.hpp"

#include "support/inventory_contract.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

using namespace orion;
using namespace orion::persistence;

namespace {

struct Inventory : test::SociInventory<test::ShopDatabase> {
    Result<void> receive(std::int64_t quantity) {
        const auto views = inventory::ReceiveStock{soci_store, clock}.execute(
            {.lines = {{*Sku::parse("MUG"), quantity}}, .reference = "PO-1", .actor = "ann"});
        if (!views) return std::unexpected{views.error()};
        return {};
    }

    /// The constraint that forbids it; empty if nothing did.
    std::string forbidden_by(Sql sql) {
        try {
            (void)shop.database.write([&](Session& session) -> Result<void> {
                session.run(sql);
                return {};
            });
        } catch (const DatabaseFailure& failure) {
            return failure.what();
        }
        return {};
    }
};

}  // namespace

TEST_SUITE("inventory/sqlite") {
    TEST_CASE("the inventory in SQLite keeps the contract of inventories") {
        Inventory inventory;
        test::InventoryContract{inventory}.check();
    }

    TEST_CASE("two processes on one file sell exactly what is there") {
        Inventory here;
        REQUIRE(here.receive(50));
        SqliteDatabase other_connection{{.file = here.shop.database.file()}};
        SociInventoryStore there{other_connection, here.clock, here.ids};
        std::vector<OrderId> orders;
        for (int i = 0; i < 120; ++i) orders.push_back(here.ids.next<OrderId>());
        std::atomic<std::size_t> next = 0;
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> buyers;
            for (auto* const store : {&here.soci_store, &there, &here.soci_store, &there}) {
                buyers.emplace_back([&, store] {
                    for (auto i = next++; i < orders.size(); i = next++) {
                        const auto reserved = inventory::ReserveStock{*store, here.clock}.execute(
                            {.message = here.ids.next<MessageId>(),
                             .order = orders[i],
                             .lines = {{*Sku::parse("MUG"), 1}},
                             .expires_at = here.clock.now() + std::chrono::minutes{10}});
                        if (!reserved) ++failures;
                    }
                });
            }
        }
        CHECK(failures == 0);
        CHECK((*here.queries().find(*Sku::parse("MUG")))->reserved() == 50);
        const auto types = here.published_types();
        CHECK(std::ranges::count(types, "stock_reserved") == 50);
        CHECK(std::ranges::count(types, "stock_rejected") == 70);
        CHECK(inventory::AuditStock{here.queries()}.execute()->empty());
    }

    TEST_CASE("the tables themselves refuse numbers that no stock can have") {
        Inventory inventory;
        REQUIRE(inventory.receive(5));
        CHECK(inventory.forbidden_by("UPDATE inventory_stock SET on_hand = -1") != "");
        CHECK(inventory.forbidden_by("UPDATE inventory_stock SET reserved = -1") != "");
        CHECK(inventory.forbidden_by("UPDATE inventory_stock SET reserved = 6") != "");
        CHECK(inventory.forbidden_by("UPDATE inventory_stock SET reserved = 5") == "");
    }

    TEST_CASE("no line of the ledger is ever changed or removed") {
        Inventory inventory;
        REQUIRE(inventory.receive(5));
        CHECK(inventory.forbidden_by("UPDATE inventory_movements SET delta_on_hand = 6") != "");
        CHECK(inventory.forbidden_by("DELETE FROM inventory_movements") != "");
        CHECK(inventory::AuditStock{inventory.queries()}.execute()->empty());
    }

    TEST_CASE("the audit finds stock that nobody can explain") {
        Inventory inventory;
        REQUIRE(inventory.receive(5));
        REQUIRE(inventory.forbidden_by("UPDATE inventory_stock SET on_hand = 7, reserved = 2") == "");
        const auto found = inventory::AuditStock{inventory.queries()}.execute();
        REQUIRE(found);
        REQUIRE(found->size() == 3);
        CHECK((*found)[0].what == "held");
        CHECK((*found)[0].stock == 2);
        CHECK((*found)[0].expected == 0);
        CHECK((*found)[1].what == "on_hand");
        CHECK((*found)[1].stock == 7);
        CHECK((*found)[1].expected == 5);
        CHECK((*found)[2].what == "reserved");
    }

    TEST_CASE("a refusal comes back with what was missing") {
        Inventory inventory;
        const auto order = inventory.ids.next<OrderId>();
        const std::vector missing{*Sku::parse("A-1.x_"), *Sku::parse("B")};
        const auto found = inventory.store().transact(
            [&](inventory::InventoryWork& work) -> Result<std::optional<inventory::Reservation>> {
                work.reservations().save(inventory::Reservation::refuse(order, missing));
                return work.reservations().find(order);
            });
        REQUIRE(found);
        CHECK((*found)->short_of() == missing);
    }

    TEST_CASE("stock that changed since it was read is not overwritten") {
        Inventory inventory;
        REQUIRE(inventory.receive(5));
        const auto refused = inventory.store().transact([&](inventory::InventoryWork& work) -> Result<void> {
            const auto mug = *Sku::parse("MUG");
            auto item = work.stock().lock({&mug, 1}).front();
            const inventory::Movement movement{.sku = mug,
                                               .kind = inventory::MovementKind::adjustment,
                                               .delta_on_hand = 1,
                                               .delta_reserved = 0,
                                               .reason = "found",
                                               .actor = "ann",
                                               .document = {},
                                               .order = {},
                                               .at = {}};
            ORION_CHECK(item.apply(movement));
            ORION_CHECK(work.stock().record(item, movement));
            return work.stock().record(item, movement);
        });
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "stock_changed");
        CHECK((*inventory.queries().find(*Sku::parse("MUG")))->on_hand() == 5);
    }

    TEST_CASE("what an order caused is told under that order, the rest under what it is about") {
        Inventory inventory;
        REQUIRE(inventory.receive(5));
        const auto subjects = inventory.shop.database.read([](Session& session) {
            return session.rows<std::string, std::string>("SELECT type, subject FROM messaging_outbox ORDER BY seq");
        });
        REQUIRE(subjects.size() == 1);
        CHECK(subjects.front() == std::tuple<std::string, std::string>{"inventory.stock_levels_changed", "PO-1"});
    }
}
