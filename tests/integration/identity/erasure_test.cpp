#include "orion/identity/address_book.hpp"
#include "orion/identity/change_profile.hpp"
#include "orion/identity/erase_account.hpp"
#include "orion/identity/register_user.hpp"
#include "orion/messaging/outbox_relay.hpp"
#include "orion/messaging/sql_event_publisher.hpp"
#include "orion/persistence/identity/erased_traces.hpp"

#include "support/code_of.hpp"
#include "support/fake_identity_ports.hpp"
#include "support/fake_log.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

using namespace orion;
using namespace std::chrono_literals;

namespace {

struct Shop : test::SociIdentity<test::ShopDatabase> {
    test::FakePasswordHasher hasher;
    test::FakeBreachedPasswords breached;
    test::FakeAccessTokens access_tokens;
    test::FakeRandomTokens random_tokens;
    test::FakeDigest digest;
    identity::PasswordRules rules{breached};
    identity::SessionTokens tokens{
        {.access_tokens = access_tokens, .random_tokens = random_tokens, .digest = digest, .ids = ids}, {}};
    identity::RegisterUser register_user{{.store = soci_store,
                                          .queries = soci_queries,
                                          .hasher = hasher,
                                          .rules = rules,
                                          .tokens = tokens,
                                          .clock = clock,
                                          .ids = ids}};
    persistence::ErasedTraces erased_traces{shop.database, clock};

    UserId somebody(const std::string& email, const std::string& name) {
        const auto entered = register_user.execute({.email = email,
                                                    .password = Secret{"a long enough password"},
                                                    .name = name,
                                                    .client = {.device = name + "'s phone", .address = "192.0.2.77"}});
        REQUIRE(entered);
        const auto id = entered->user.id;
        REQUIRE(identity::ChangeProfile{soci_store}.execute({.user = id, .phone = "+44 113 496 0000"}));
        REQUIRE(identity::AddAddress{soci_store, ids}.execute(
            {.user = id,
             .address = Address::restore(
                 {.name = name, .line1 = name + " Street", .city = "Leeds", .postcode = "L1", .country = "GB"})}));
        return id;
    }

    /// Nobody listens: whoever does has queues of their own.
    void relay_everything() {
        test::FakeLog log;
        messaging::SqlEventPublisher publisher{shop.database, {}, clock};
        messaging::OutboxRelay relay{shop.database, publisher, clock, log};
        const auto unsent = [&] {
            return shop.database.read(
                [](persistence::Session& session) { return persistence::Outbox{}.has_unsent(session); });
        };
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        auto mark = shop.database.changes().mark();
        relay.start();
        while (unsent() && shop.database.changes().wait(mark, deadline)) mark = shop.database.changes().mark();
        relay.stop();
        REQUIRE_FALSE(unsent());
    }

    /// Whether any file of the database holds this.
    bool holds(const std::string& trace) const {
        return std::ranges::any_of(std::filesystem::directory_iterator{shop.folder.path()}, [&](const auto& entry) {
            std::ifstream file{entry.path(), std::ios::binary};
            return std::string{std::istreambuf_iterator<char>{file}, {}}.contains(trace);
        });
    }
};

}  // namespace

TEST_SUITE("identity/erasure") {
    TEST_CASE("who has left is not to be found in the files of the database, and who stays is") {
        Shop shop;
        const auto zoe = shop.somebody("zoe.quinn@example.com", "Zoë Quinn");
        for (int i = 0; i < 30; ++i) shop.somebody("max" + std::to_string(i) + "@example.com", "Max Somebody");
        for (const auto* const trace : {"zoe.quinn@example.com", "Zoë Quinn's phone", "Zoë Quinn Street"})
            CHECK(shop.holds(trace));

        REQUIRE(identity::EraseAccount{shop.soci_store}.execute(zoe));
        shop.relay_everything();
        CHECK_FALSE(*shop.erased_traces.execute());
        shop.clock.advance(persistence::ErasedTraces::patience + 1ms);
        CHECK(*shop.erased_traces.execute());
        CHECK_FALSE(*shop.erased_traces.execute());

        for (const auto* const trace : {"zoe.quinn", "Zoë", "Quinn"}) CHECK_FALSE(shop.holds(trace));
        CHECK(shop.holds("max7@example.com"));
        CHECK(shop.holds("Max Somebody Street"));
    }

    TEST_CASE("while somebody reads an older moment the log is not emptied, but later") {
        Shop shop;
        const auto zoe = shop.somebody("zoe.quinn@example.com", "Zoë Quinn");
        REQUIRE(identity::EraseAccount{shop.soci_store}.execute(zoe));
        shop.relay_everything();
        shop.clock.advance(persistence::ErasedTraces::patience + 1ms);
        shop.shop.database.read([&](persistence::Session& session) {
            (void)session.rows<std::int64_t>("SELECT count(*) FROM identity_users");
            std::thread{[&] { shop.somebody("max@example.com", "Max Somebody"); }}.join();
            std::thread{[&] { CHECK(test::code_of(shop.erased_traces.execute()) == "database_unavailable"); }}.join();
        });
        CHECK(*shop.erased_traces.execute());
        CHECK_FALSE(shop.holds("Quinn"));
    }
}
