#pragma once

#include "support/entrance.hpp"
#include "support/fake_audit.hpp"
#include "support/fake_carts.hpp"
#include "support/fake_catalog.hpp"
#include "support/fake_change_signal.hpp"
#include "support/fake_dead_letters.hpp"
#include "support/fake_inventory.hpp"
#include "support/identity_shop.hpp"
#include "support/ordering_shop.hpp"
#include "support/rest_client.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace orion::rest {
class OrderWaits;
class Readiness;
}  // namespace orion::rest

namespace orion::test {

/// Every route over fakes. The catalogue sells one tea, carts can hold `TEA` and `EUR-TEA`, and checkout knows carts of
/// its own: `OrderingShop`'s.
class RestShop {
public:
    RestShop();
    ~RestShop();
    RestShop(const RestShop&) = delete;
    RestShop& operator=(const RestShop&) = delete;

    /// Somebody of that role, logged in.
    identity::SignedIn sign_in(identity::Role role, const std::string& email = "max@example.com");

    /// The text of a new key.
    std::string program(identity::Scopes scopes);

    /// Goods come in.
    void receive(std::string_view sku, std::int64_t quantity);

    RestClient client() { return RestClient{dispatcher}; }

    /// In the same shop, as if admins had to have a second factor.
    RestClient strict_client();

    FakeCatalog catalog;
    FakeCarts carts;
    FakeProductOffers offers;
    Entrance entrance;
    FakeLog& log{entrance.log};
    IdentityShop accounts;
    FakeOrderedCarts ordered_carts;
    FakeChangeSignal changes;
    OrderingShop<> ordering;
    FakeInventory inventory;
    FakeDeadLetters dead_letters;
    FakeAudit audit;
    std::atomic<bool> is_started = true;

private:
    struct Host;
    std::unique_ptr<Host> host_;

public:
    rest::Readiness& readiness;
    rest::OrderWaits& waits;
    rest::Dispatcher& dispatcher;
};

}  // namespace orion::test
