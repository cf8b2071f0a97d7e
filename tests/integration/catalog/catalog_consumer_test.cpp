#include "orion/consumers/catalog_consumer.hpp"

#include "support/fake_catalog.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace orion;

namespace {

/// Reads every message as the event it was given.
class OneEvent final : public EventReader<inventory::Event> {
public:
    explicit OneEvent(inventory::Event event) : event_{std::move(event)} {}
    Result<inventory::Event> read(const Envelope&) const override { return event_; }

private:
    inventory::Event event_;
};

void hear(test::FakeCatalog& shop, const inventory::Event& event, const std::string& subject = "MUG") {
    const OneEvent events{event};
    catalog::ProjectAvailability project{shop.store()};
    const Envelope message{
        shop.ids.next<MessageId>(), "inventory.stock_levels_changed", 1, shop.clock.now(), subject, {}, ""};
    CHECK(consumers::CatalogConsumer{{events, project}}.handle({message, 1}));
}

}  // namespace

TEST_SUITE("catalog/consumer") {
    TEST_CASE("the catalogue hears stock levels and lets other news pass") {
        test::FakeCatalog shop;
        const auto mug = *Sku::parse("MUG");
        hear(shop, inventory::StockLevelsChanged{{{mug, 7, 2}}});
        hear(shop, inventory::StockConsumed{OrderId{Uuid{}}});
        hear(shop, inventory::StockLevelsChanged{{{mug, 9, 1}}});
        CHECK(shop.state().levels.at(mug).available == 7);
    }

    TEST_CASE("what moves for an order was ordered, and what is counted or delivered was not") {
        test::FakeCatalog shop;
        const auto mug = *Sku::parse("MUG");
        hear(shop, inventory::StockLevelsChanged{{{mug, 7, 1}}}, "delivery 17");
        hear(shop, inventory::StockLevelsChanged{{{mug, 6, 2}}}, "MUG");
        CHECK(shop.state().ordered.empty());
        hear(shop, inventory::StockLevelsChanged{{{mug, 5, 3}}}, shop.ids.next<OrderId>().to_string());
        CHECK(shop.state().ordered.contains(mug));
    }
}
