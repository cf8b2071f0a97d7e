#include "support/billing_contract.hpp"
#include "support/shop_database.hpp"
#include "support/soci_shops.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace orion;

namespace {

using SqliteBilling = test::SociBilling<test::ShopDatabase>;

}  // namespace

TEST_SUITE("billing/soci_billing_store") {
    TEST_CASE("billing in SQLite keeps the contract of billings") {
        SqliteBilling billing;
        test::BillingContract{billing}.check();
    }

    TEST_CASE("what billing tells goes out about its order") {
        SqliteBilling billing;
        const OrderId order{*Uuid::parse("00000000-0000-7000-8000-00000000aaaa")};
        REQUIRE(billing.store().transact([&](billing::BillingWork& work) -> Result<void> {
            work.publish(billing::PaymentReversed{order, billing::Reversal::voided});
            return {};
        }));

        const auto row = billing.shop.database.read([](persistence::Session& session) {
            return session.row<std::string, std::string, std::string>(
                "SELECT type, subject, body FROM messaging_outbox");
        });
        REQUIRE(row);
        CHECK(std::get<0>(*row) == "billing.payment_reversed");
        CHECK(std::get<1>(*row) == order.to_string());
        CHECK(std::get<2>(*row).find("voided") != std::string::npos);
    }

    TEST_CASE("the database refuses payments that cannot be") {
        SqliteBilling billing;
        CHECK(test::is_refused(billing.shop.database,
                               "INSERT INTO billing_payments VALUES ('o', 'p', -1, 'GBP', 'requested', 0, 0, 1)"));
        CHECK(test::is_refused(billing.shop.database,
                               "INSERT INTO billing_payments VALUES ('o', 'p', NULL, NULL, 'captured', 0, 0, 1)"));
        CHECK(test::is_refused(billing.shop.database,
                               "INSERT INTO billing_payments VALUES ('o', 'p', 5, NULL, 'captured', 0, 0, 1)"));
        CHECK(test::is_refused(billing.shop.database,
                               "INSERT INTO billing_payments VALUES ('o', 'p', 5, 'GBP', 'stolen', 0, 0, 1)"));
    }
}
