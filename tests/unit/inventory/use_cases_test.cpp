#include "support/code_of.hpp"
#include "support/fake_inventory.hpp"
#include "support/inventory_contract.hpp"

using namespace orion;
using namespace orion::inventory;
using orion::test::code_of;
using orion::test::FakeInventory;

namespace {

const Sku mug = *Sku::parse("MUG");
const Sku pot = *Sku::parse("POT");
const Sku tea = *Sku::parse("TEA");

struct Shop : FakeInventory {
    Shop() {
        const auto opened = ReceiveStock{*this, clock}.execute(
            {.lines = {{mug, 5}, {pot, 2}}, .reference = "opening stock", .actor = "ann"});
        REQUIRE(opened);
    }
    Result<void> reserve(OrderId order, std::vector<ReservedLine> lines) {
        return ReserveStock{*this, clock}.execute({.message = ids.next<MessageId>(),
                                                   .order = order,
                                                   .lines = std::move(lines),
                                                   .expires_at = clock.now() + std::chrono::minutes{10}});
    }
};

std::vector<std::string> bad_fields(const Error& error) {
    std::vector<std::string> fields;
    for (const auto& each : error.fields) fields.push_back(each.field + " " + std::string{each.code.text()});
    return fields;
}

}  // namespace

TEST_SUITE("inventory/use_cases") {
    TEST_CASE("the inventory in memory keeps the contract of inventories") {
        FakeInventory inventory;
        test::InventoryContract{inventory}.check();
    }

    TEST_CASE("a delivery of several lines tells the shop of all new levels at once") {
        Shop shop;
        const auto& levels = shop.last<StockLevelsChanged>().levels;
        REQUIRE(levels.size() == 2);
        CHECK(levels[0].sku == mug);
        CHECK(levels[0].available == 5);
        CHECK(levels[0].version == 1);
        CHECK(levels[1].sku == pot);
    }

    TEST_CASE("a very long delivery is told in several messages") {
        FakeInventory shop;
        std::vector<ReceivedLine> lines;
        for (int i = 0; i < 1000; ++i) lines.push_back({*Sku::parse("SKU" + std::to_string(i)), 1});
        REQUIRE(ReceiveStock{shop, shop.clock}.execute({.lines = lines, .reference = "PO-1", .actor = "ann"}));
        CHECK(shop.state().published.size() == 5);
        CHECK(shop.last<StockLevelsChanged>().levels.size() == 200);
        lines.push_back({mug, 1});
        const auto refused =
            ReceiveStock{shop, shop.clock}.execute({.lines = lines, .reference = "PO-2", .actor = "ann"});
        CHECK(bad_fields(refused.error()) == std::vector<std::string>{"lines too_many_lines"});
    }

    TEST_CASE("two lines of one SKU on a delivery note add up") {
        Shop shop;
        const auto views = ReceiveStock{shop, shop.clock}.execute(
            {.lines = {{tea, 2}, {mug, 1}, {tea, 3}}, .reference = "PO-2", .actor = "ann"});
        REQUIRE(views);
        REQUIRE(views->size() == 2);
        CHECK((*views)[0].stock.on_hand == 6);
        CHECK((*views)[1].stock.on_hand == 5);
        CHECK((*views)[1].quantity == 5);
    }

    TEST_CASE("a delivery that was half known brings in the other half only") {
        Shop shop;
        const auto views = ReceiveStock{shop, shop.clock}.execute(
            {.lines = {{mug, 9}, {tea, 3}}, .reference = "opening stock", .actor = "ann"});
        REQUIRE(views);
        CHECK((*views)[0].outcome == ReceiptOutcome::already_received);
        CHECK((*views)[0].stock.on_hand == 5);
        CHECK((*views)[1].outcome == ReceiptOutcome::received);
        CHECK(shop.last<StockLevelsChanged>().levels.size() == 1);
    }

    TEST_CASE("a delivery note with mistakes names all of them and changes nothing") {
        Shop shop;
        const auto refused =
            ReceiveStock{shop, shop.clock}.execute({.lines = {{mug, 0}, {tea, StockItem::max_on_hand}, {tea, 1}},
                                                    .reference = " ",
                                                    .actor = std::string(201, 'a')});
        REQUIRE_FALSE(refused);
        CHECK(bad_fields(refused.error()) == std::vector<std::string>{"reference missing_field", "actor too_long",
                                                                      "lines[0].quantity out_of_range",
                                                                      "lines[2].quantity out_of_range"});
        CHECK_FALSE(*shop.find(tea));
    }

    TEST_CASE("a delivery that would overfill one shelf is refused as a whole") {
        Shop shop;
        const auto refused = ReceiveStock{shop, shop.clock}.execute(
            {.lines = {{tea, 1}, {mug, StockItem::max_on_hand}}, .reference = "PO-3", .actor = "ann"});
        CHECK(refused.error().code == "out_of_range");
        CHECK_FALSE(*shop.find(tea));
    }

    TEST_CASE("an adjustment says who and why in the ledger") {
        Shop shop;
        REQUIRE(AdjustStock{shop, shop.clock}.execute({.sku = mug, .delta = -1, .reason = "broken", .actor = "bob"}));
        const auto& line = shop.state().ledger.back();
        CHECK(line.kind == MovementKind::adjustment);
        CHECK(line.delta_on_hand == -1);
        CHECK(line.reason == "broken");
        CHECK(line.actor == "bob");
        CHECK(line.at == shop.clock.now());
    }

    TEST_CASE("an adjustment is told to the audit log, as it was and as it is") {
        Shop shop;
        const auto before = (*shop.find(mug))->snapshot().on_hand;
        const PerformerScope bob{{.actor = "user:bob", .address = "192.0.2.7"}};
        REQUIRE(AdjustStock{shop, shop.clock}.execute({.sku = mug, .delta = -1, .reason = "broken", .actor = "bob"}));
        CHECK(shop.state().acts ==
              std::vector<Act>{{.name = "stock_adjusted",
                                .subject = "sku:" + mug.text(),
                                .before = {{"on_hand", std::to_string(before)}},
                                .after = {{"on_hand", std::to_string(before - 1)}, {"reason", "broken"}},
                                .actor = "user:bob",
                                .address = "192.0.2.7"}});
    }

    TEST_CASE("what the shop sells and never had can be found on the shelf for the first time") {
        struct Sold : SoldSkus {
            Result<bool> contains(const Sku& sku) override { return sku.text() == "NEW"; }
        } sold;
        FakeInventory shop;
        GetStock get{shop, &sold};
        AdjustStock adjust{shop, shop.clock, &sold};
        const auto fresh = *Sku::parse("NEW");
        CHECK(get.execute(fresh)->on_hand == 0);
        CHECK(code_of(adjust.execute({.sku = fresh, .delta = -1, .reason = "x", .actor = "bob"})) ==
              "insufficient_stock");
        CHECK(adjust.execute({.sku = fresh, .delta = 7, .reason = "a box came", .actor = "bob"})->available == 7);
        CHECK(adjust.execute({.sku = fresh, .delta = 1, .reason = "one more", .actor = "bob"})->available == 8);
        CHECK(get.execute(fresh)->on_hand == 8);
        CHECK(shop.discrepancies()->empty());

        const auto typo = *Sku::parse("NWE");
        CHECK(code_of(get.execute(typo)) == "stock_not_found");
        CHECK(code_of(adjust.execute({.sku = typo, .delta = 7, .reason = "x", .actor = "bob"})) == "stock_not_found");
    }

    TEST_CASE("an adjustment without difference, reason or name is refused") {
        Shop shop;
        const auto refused =
            AdjustStock{shop, shop.clock}.execute({.sku = mug, .delta = 0, .reason = "", .actor = "a\nb"});
        CHECK(bad_fields(refused.error()) ==
              std::vector<std::string>{"delta out_of_range", "reason missing_field", "actor malformed_text"});
    }

    TEST_CASE("an order that cannot be met learns what is missing") {
        Shop shop;
        const auto order = shop.ids.next<OrderId>();
        REQUIRE(shop.reserve(order, {{tea, 1}, {mug, 5}, {pot, 3}}));
        CHECK(shop.last<StockRejected>().order == order);
        CHECK(shop.last<StockRejected>().short_of == std::vector{pot, tea});
        CHECK(shop.state().published.back().subject == order.to_string());
    }

    TEST_CASE("two lines of one SKU in an order add up") {
        Shop shop;
        REQUIRE(shop.reserve(shop.ids.next<OrderId>(), {{mug, 3}, {mug, 2}}));
        CHECK((*shop.find(mug))->reserved() == 5);
        REQUIRE(shop.reserve(shop.ids.next<OrderId>(), {{pot, 2}, {pot, 1}}));
        CHECK(shop.last<StockRejected>().short_of == std::vector{pot});
    }

    TEST_CASE("an expired reservation is rejected without blaming a SKU") {
        Shop shop;
        const auto order = shop.ids.next<OrderId>();
        REQUIRE(shop.reserve(order, {{mug, 1}}));
        shop.clock.advance(std::chrono::minutes{11});
        REQUIRE(ExpireReservations{shop, shop.clock}.execute({}));
        CHECK(shop.last<StockLevelsChanged>().levels.front().available == 5);
        REQUIRE(ConsumeReservation{shop, shop.clock}.execute({.message = shop.ids.next<MessageId>(), .order = order}));
        CHECK(shop.last<StockRejected>().short_of.empty());
    }

    TEST_CASE("paid just before the shop noticed that time was up, the goods are still sold") {
        Shop shop;
        const auto order = shop.ids.next<OrderId>();
        REQUIRE(shop.reserve(order, {{mug, 1}}));
        shop.clock.advance(std::chrono::minutes{11});
        REQUIRE(ConsumeReservation{shop, shop.clock}.execute({.message = shop.ids.next<MessageId>(), .order = order}));
        CHECK(shop.last<StockConsumed>().order == order);
        CHECK(*ExpireReservations{shop, shop.clock}.execute({}) == 0);
    }

    TEST_CASE("a request that no order can have made is refused for good") {
        Shop shop;
        const auto order = shop.ids.next<OrderId>();
        CHECK(shop.reserve(order, {}).error().code == "malformed_request");
        CHECK(shop.reserve(order, {{mug, 0}}).error().code == "malformed_request");
        CHECK(shop.reserve(order, {{mug, INT64_MAX}, {mug, INT64_MAX}}).error().code == "malformed_request");
        CHECK(shop.state().reservations.empty());
    }
}
