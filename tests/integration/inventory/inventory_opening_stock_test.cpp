#include "orion/bridges/inventory_opening_stock.hpp"

#include "support/fake_inventory.hpp"

#include <doctest/doctest.h>

using namespace orion;

TEST_SUITE("bridges/inventory_opening_stock") {
    TEST_CASE("a catalogue imported twice brings its opening stock once") {
        test::FakeInventory shop;
        inventory::ReceiveStock receive{shop, shop.clock};
        bridges::InventoryOpeningStock opening{receive};
        const Sku mug = *Sku::parse("MUG");
        const Sku pot = *Sku::parse("POT");

        REQUIRE(opening.receive({}));
        REQUIRE(opening.receive({{.sku = mug, .quantity = 5, .reference = "opening:MUG"}}));
        REQUIRE(opening.receive({{.sku = mug, .quantity = 9, .reference = "opening:MUG"},
                                 {.sku = pot, .quantity = 2, .reference = "opening:POT"}}));

        CHECK((*shop.find(mug))->on_hand() == 5);
        CHECK((*shop.find(pot))->on_hand() == 2);
        CHECK(shop.state().ledger.size() == 2);
    }
}
