#include "orion/rest/json_document.hpp"

#include "support/rest_shop.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace orion;
using identity::Role;
namespace json = boost::json;
using Headers = std::vector<http::Header>;

namespace {

/// Staff at work in a shop with 20 teas and 3 mugs.
struct BackOffice {
    explicit BackOffice(Role role = Role::staff) {
        auto signed_in = shop.sign_in(role);
        authorization = "Bearer " + signed_in.access_token.expose();
        user = signed_in.user.id.to_string();
        shop.receive("MUG", 3);
    }

    http::Response ask(std::string method, const std::string& path, std::string body = {}) {
        Headers headers{{"Authorization", authorization}};
        if (!body.empty()) headers.push_back({"Content-Type", "application/json"});
        return shop.client().ask(std::move(method), "/api/v1/admin" + path, headers, std::move(body));
    }

    test::RestShop shop;
    std::string authorization;
    std::string user;
};

std::string code_in(const http::Response& response) {
    return std::string{json::parse(response.body).at("code").as_string()};
}

}  // namespace

TEST_SUITE("rest/back_office") {
    TEST_CASE("staff see the stock, page by page, or what runs low") {
        BackOffice office;
        CHECK(office.ask("GET", "/stock?limit=1").body ==
              R"({"items":[{"sku":"MUG","on_hand":3,"reserved":0,"available":3,"low_stock_threshold":0}],)"
              R"("next_cursor":"after.MUG"})");
        const auto last = office.ask("GET", "/stock?limit=1&cursor=after.MUG").body;
        CHECK(last.find(R"("sku":"TEA")") != std::string::npos);
        CHECK(last.ends_with(R"("next_cursor":null})"));
        CHECK(json::parse(office.ask("GET", "/stock?low=true").body).at("items").as_array().empty());
        CHECK(office.ask("POST", "/stock/MUG/adjustments", R"({"delta":-3,"reason":"broken"})").status == 200);
        const auto low = json::parse(office.ask("GET", "/stock?low=true").body);
        REQUIRE(low.at("items").as_array().size() == 1);
        CHECK(low.at("items").at(0).at("sku").as_string() == "MUG");

        const auto refused = office.ask("GET", "/stock?low=perhaps&limit=0&cursor=a%20b");
        CHECK(refused.status == 422);
        CHECK(json::parse(refused.body).at("errors").as_array().size() == 3);
        for (const auto* cursor : {"MUG", "after", "after.", "after.a%20b", "x"})
            CHECK(code_in(office.ask("GET", std::string{"/stock?cursor="} + cursor)) == "invalid_cursor");
    }

    TEST_CASE("no list overlooks a parameter that it does not know") {
        BackOffice office{Role::admin};
        for (const auto* list :
             {"/products", "/orders", "/stock", "/users", "/api-keys", "/audit-log", "/dead-letters"}) {
            CAPTURE(list);
            const auto refused = json::parse(office.ask("GET", std::string{list} + "?limit=0&colour=red").body);
            CHECK(refused.at("errors").as_array().size() == 2);
        }
    }

    TEST_CASE("staff correct the stock by a difference, and the ledger says who") {
        BackOffice office;
        CHECK(office.ask("POST", "/stock/MUG/adjustments", R"({"delta":-2,"reason":"broken"})").body ==
              R"({"sku":"MUG","on_hand":1,"reserved":0,"available":1,"low_stock_threshold":0})");
        CHECK(office.shop.inventory.state().ledger.back().actor == "user:" + office.user);

        const auto too_much = office.ask("POST", "/stock/MUG/adjustments", R"({"delta":-2,"reason":"lost"})");
        CHECK(too_much.status == 409);
        CHECK(code_in(too_much) == "insufficient_stock");
        CHECK(office.ask("POST", "/stock/MUG/adjustments", R"({"delta":0,"reason":""})").status == 422);
        CHECK(office.ask("POST", "/stock/MUG/adjustments", R"({"on_hand":7,"delta":1,"reason":"x"})").status == 422);
        CHECK(office.ask("POST", "/stock/NONE/adjustments", R"({"delta":1,"reason":"found"})").status == 404);
        CHECK(office.ask("GET", "/stock/a%20b").status == 404);
    }

    TEST_CASE("an admin reads what no consumer could handle, hands it over again or drops it") {
        BackOffice office{Role::admin};
        office.shop.dead_letters.bury("no such order");
        const auto page = json::parse(office.ask("GET", "/dead-letters?limit=1").body);
        CHECK(page.at("items").at(0).at("id").as_string() == "1");
        CHECK(page.at("next_cursor").as_string() == "1");
        const auto second = json::parse(office.ask("GET", "/dead-letters?cursor=1").body);
        CHECK(second.at("items").at(0).at("reason").as_string() == "no such order");
        CHECK(second.at("next_cursor").is_null());

        const auto letter = office.ask("GET", "/dead-letters/2");
        CHECK(letter.body.find("order 7") != std::string::npos);
        CHECK_FALSE(test::header(letter, "ETag").empty());
        CHECK(office.ask("POST", "/dead-letters/1/replay").status == 202);
        CHECK(office.shop.dead_letters.replayed == std::vector<std::int64_t>{1});
        CHECK(office.ask("DELETE", "/dead-letters/2").status == 204);
        for (const auto* gone : {"1", "2", "-1", "x", "99999999999999999999"}) {
            CAPTURE(gone);
            const auto response = office.ask("GET", std::string{"/dead-letters/"} + gone);
            CHECK(response.status == 404);
            CHECK(code_in(response) == "dead_letter_not_found");
        }
        CHECK(code_in(office.ask("GET", "/dead-letters?cursor=x")) == "invalid_cursor");
    }
}
