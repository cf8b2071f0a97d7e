#include "orion/cli/stock_commands.hpp"

#include "support/fake_inventory.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>

using namespace orion;
using namespace orion::inventory;

namespace {

struct Tool {
    test::FakeInventory shop;
    GetStock get{shop};
    ListStock list{shop};
    ReceiveStock receive{shop, shop.clock};
    AdjustStock adjust{shop, shop.clock};
    std::ostringstream out;
    cli::StockCommands commands{{.get = get, .list = list, .receive = receive, .adjust = adjust}, out};

    std::string output() {
        auto text = out.str();
        out.str("");
        return text;
    }
    bool take_in(const std::string& sku, std::int64_t quantity) {
        return commands.receive({.sku = sku, .quantity = quantity, .reference = "PO-1", .actor = "ann"}).has_value();
    }
};

const std::string heading = "SKU                           on hand     reserved    available\n";

}  // namespace

TEST_SUITE("cli/stock_commands") {
    TEST_CASE("goods that come in are shown, and a repeat says that nothing was changed") {
        Tool tool;
        REQUIRE(tool.take_in("MUG", 12));
        CHECK(tool.output() == heading + "MUG                                12            0           12\n");
        REQUIRE(tool.take_in("MUG", 13));
        CHECK(tool.output() == "12 of MUG had been received under PO-1 before: nothing was changed.\n" + heading +
                                   "MUG                                12            0           12\n");
    }

    TEST_CASE("an adjustment shows the new stock") {
        Tool tool;
        REQUIRE(tool.take_in("MUG", 12));
        (void)tool.output();
        REQUIRE(tool.commands.adjust({.sku = "MUG", .delta = -2, .reason = "broken", .actor = "bob"}));
        CHECK(tool.output() == heading + "MUG                                10            0           10\n");
        CHECK(tool.commands.adjust({.sku = "MUG", .delta = -11, .reason = "broken", .actor = "bob"}).error().code ==
              "insufficient_stock");
    }

    TEST_CASE("all stock is shown, however much there is, or one SKU, or what runs low") {
        Tool tool;
        for (int i = 0; i < 1001; ++i) REQUIRE(tool.take_in("SKU" + std::to_string(i), 1));
        REQUIRE(tool.commands.adjust({.sku = "SKU7", .delta = -1, .reason = "sold out", .actor = "bob"}));
        (void)tool.output();
        REQUIRE(tool.commands.show({}));
        const auto all = tool.output();
        CHECK(std::ranges::count(all, '\n') == 1002);
        REQUIRE(tool.commands.show({.sku = "SKU7"}));
        const auto one = tool.output();
        CHECK(one == heading + "SKU7                                0            0            0\n");
        REQUIRE(tool.commands.show({.filter = StockFilter::low}));
        CHECK(tool.output() == one);
    }

    TEST_CASE("a SKU that cannot be, or is not there, is an error") {
        Tool tool;
        CHECK(tool.commands.show({.sku = "no spaces"}).error().code == "malformed_sku");
        CHECK(tool.commands.show({.sku = "MUG"}).error().code == "stock_not_found");
        CHECK(tool.output().empty());
    }
}
