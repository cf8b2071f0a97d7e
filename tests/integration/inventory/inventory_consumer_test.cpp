#include "orion/consumers/inventory_consumer.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/messaging/json_event_reader.hpp"

#include "support/fake_inventory.hpp"
#include "support/inventory_contract.hpp"

using namespace orion;

namespace {

struct Shelf {
    Shelf() {
        REQUIRE(inventory::ReceiveStock{shop, shop.clock}.execute(
            {.lines = {{mug, 5}}, .reference = "PO-1", .actor = "ann"}));
        shop.state().published.clear();
    }

    Result<void> hear(const ordering::Event& event) {
        return consumer.handle(
            {.message = messaging::encode(event, {.id = shop.ids.next<MessageId>(), .time = shop.clock.now()}),
             .attempt = 1});
    }

    const Sku mug = *Sku::parse("MUG");
    test::FakeInventory shop;
    const OrderId order = shop.ids.next<OrderId>();
    messaging::JsonEventReader<ordering::Event> reader;
    inventory::ReserveStock reserve{shop, shop.clock};
    inventory::ConsumeReservation consume{shop, shop.clock};
    inventory::ReturnStock give_back{shop, shop.clock};
    consumers::InventoryConsumer consumer{
        {.events = reader, .reserve_stock = reserve, .consume_reservation = consume, .return_stock = give_back}};
};

}  // namespace

TEST_SUITE("consumers/inventory_consumer") {
    TEST_CASE("a checkout that asks for stock gets it, takes it away and brings it back") {
        Shelf shelf;
        const auto expires_at = shelf.shop.clock.now() + std::chrono::minutes{5};
        REQUIRE(shelf.hear(ordering::StockRequested{shelf.order, {{shelf.mug, *Quantity::parse(2)}}, expires_at}));
        CHECK(shelf.shop.state().reservations.at(shelf.order).expires_at == expires_at);
        REQUIRE(shelf.hear(ordering::StockConsumptionRequested{shelf.order}));
        CHECK((*shelf.shop.find(shelf.mug))->on_hand() == 3);
        REQUIRE(shelf.hear(ordering::StockReturnRequested{shelf.order}));
        CHECK((*shelf.shop.find(shelf.mug))->on_hand() == 5);
        CHECK(shelf.shop.published_types() == std::vector<std::string>{"stock_levels_changed", "stock_reserved",
                                                                       "stock_levels_changed", "stock_consumed",
                                                                       "stock_levels_changed", "stock_returned"});
    }

    TEST_CASE("what is asked of others is let pass") {
        Shelf shelf;
        REQUIRE(shelf.hear(ordering::OrderConfirmed{shelf.order}));
        REQUIRE(shelf.hear(ordering::PaymentReversalRequested{shelf.order}));
        CHECK(shelf.shop.state().published.empty());
    }

    TEST_CASE("a message that cannot be read is refused for good") {
        Shelf shelf;
        auto message = messaging::encode(ordering::Event{ordering::StockReturnRequested{shelf.order}},
                                         {.id = shelf.shop.ids.next<MessageId>(), .time = shelf.shop.clock.now()});
        message.body = "{";
        const auto refused = shelf.consumer.handle({.message = message, .attempt = 1});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::invalid);
    }
}
