#include "orion/rest/json_document.hpp"

#include "integration/rest/member.hpp"

#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace orion;
using identity::Role;
using Headers = std::vector<http::Header>;

namespace {

/// Zoe and Max have accounts; the rest are guests.
struct Counter : test::Member {
    const identity::SignedIn zoe = shop.sign_in(Role::customer, "zoe@example.com");
    const identity::SignedIn max = shop.sign_in(Role::customer, "max@example.com");

    http::Response new_cart(Headers headers = {}, std::string body = {}) {
        auto made = ask("POST", "/api/v1/carts", std::move(headers), std::move(body));
        CHECK(made.status == 201);
        return made;
    }
    http::Response own_cart(const identity::SignedIn& user) { return ask("GET", "/api/v1/me/cart", bearer(user)); }
    http::Response add_tea(const http::Response& cart, int quantity, Headers headers) {
        return ask("POST", path_of(cart) + "/items", std::move(headers),
                   R"({"sku":"TEA","quantity":)" + std::to_string(quantity) + "}");
    }
    http::Response claim(const http::Response& cart, Headers headers) {
        return ask("POST", path_of(cart) + "/claim", std::move(headers));
    }
    http::Response log_in_with(const std::string& cart_token) {
        return auth("login", R"({"email":"zoe@example.com","password":")" + std::string{test::IdentityShop::password} +
                                 R"(","cart_token":)" + cart_token + "}");
    }
    static std::string path_of(const http::Response& cart) { return "/api/v1/carts/" + text(cart, "id"); }
    static Headers key_of(const http::Response& cart) { return {{"X-Cart-Token", text(cart, "cart_token")}}; }
    static Headers both(Headers one, const Headers& other) {
        one.insert(one.end(), other.begin(), other.end());
        return one;
    }
    static std::int64_t teas_in(const http::Response& cart) {
        const auto shown = *rest::parse_object(cart.body);
        const auto& items = shown.at("items").as_array();
        return items.empty() ? 0 : items.front().at("quantity").as_int64();
    }
    static std::string quoted(const std::string& text) { return '"' + text + '"'; }
};

}  // namespace

TEST_SUITE("rest/cart_ownership") {
    TEST_CASE("a user has one cart, opened by the bearer token alone") {
        Counter counter;
        const auto made = counter.new_cart(Counter::bearer(counter.zoe));
        CHECK_FALSE(rest::parse_object(made.body)->contains("cart_token"));
        CHECK(test::header(made, "Location") == Counter::path_of(made));
        CHECK(counter.add_tea(made, 2, Counter::bearer(counter.zoe)).status == 200);

        const auto own = counter.own_cart(counter.zoe);
        CHECK(own.status == 200);
        CHECK(Counter::text(own, "id") == Counter::text(made, "id"));
        CHECK(Counter::teas_in(own) == 2);
        const auto etag = test::header(own, "ETag");
        auto headers = Counter::bearer(counter.zoe);
        headers.push_back({"If-None-Match", etag});
        CHECK(counter.ask("GET", "/api/v1/me/cart", headers).status == 304);
        CHECK(Counter::text(counter.new_cart(Counter::bearer(counter.zoe)), "id") == Counter::text(made, "id"));
        CHECK(Counter::outcome(counter.ask("POST", "/api/v1/carts", Counter::bearer(counter.zoe),
                                           R"({"currency":"EUR"})")) == "currency_mismatch");
    }

    TEST_CASE("to others a user's cart does not exist, on any route") {
        Counter counter;
        const auto cart = counter.new_cart(Counter::bearer(counter.zoe));
        const auto guests = counter.new_cart();
        for (const auto& headers : {Headers{}, Counter::key_of(guests), Counter::bearer(counter.max)}) {
            CHECK(Counter::outcome(counter.ask("GET", Counter::path_of(cart), headers)) == "cart_not_found");
            CHECK(Counter::outcome(counter.add_tea(cart, 1, headers)) == "cart_not_found");
            CHECK(Counter::outcome(counter.ask("PUT", Counter::path_of(cart) + "/items/TEA", headers,
                                               R"({"quantity":1})")) == "cart_not_found");
            CHECK(Counter::outcome(counter.ask("DELETE", Counter::path_of(cart) + "/items/TEA", headers)) ==
                  "cart_not_found");
        }
        CHECK(Counter::outcome(counter.claim(cart, Counter::bearer(counter.max))) == "cart_not_found");
        CHECK(Counter::outcome(counter.claim(guests, Counter::key_of(guests))) == "authentication_required");
        CHECK(counter.ask("GET", "/api/v1/me/cart").status == 401);
    }

    TEST_CASE("a guest's cart is claimed once, however often it is asked for") {
        Counter counter;
        const auto own = counter.own_cart(counter.zoe);
        counter.add_tea(own, 1, Counter::bearer(counter.zoe));
        const auto guests = counter.new_cart();
        counter.add_tea(guests, 2, Counter::key_of(guests));
        for (int i = 0; i < 2; ++i) {
            const auto claimed =
                counter.claim(guests, Counter::both(Counter::bearer(counter.zoe), Counter::key_of(guests)));
            CHECK(claimed.status == 200);
            CHECK(Counter::text(claimed, "id") == Counter::text(own, "id"));
            CHECK(Counter::teas_in(claimed) == 3);
        }
        CHECK(Counter::outcome(counter.ask("GET", Counter::path_of(guests), Counter::key_of(guests))) ==
              "cart_not_found");
        CHECK(Counter::outcome(counter.claim(
                  guests, Counter::both(Counter::bearer(counter.max), Counter::key_of(guests)))) == "cart_not_found");
    }

    TEST_CASE("carts in two currencies are not merged, and an ordered one is not claimed") {
        Counter counter;
        counter.add_tea(counter.own_cart(counter.zoe), 1, Counter::bearer(counter.zoe));
        const auto euros = counter.new_cart({}, R"({"currency":"EUR"})");
        CHECK(counter
                  .ask("POST", Counter::path_of(euros) + "/items", Counter::key_of(euros),
                       R"({"sku":"EUR-TEA","quantity":1})")
                  .status == 200);
        const auto refused = counter.claim(euros, Counter::both(Counter::bearer(counter.zoe), Counter::key_of(euros)));
        CHECK(refused.status == 422);
        CHECK(Counter::faults(refused) == "currency:currency_mismatch");

        const auto ordered = counter.new_cart();
        counter.shop.ordered_carts.orders.emplace(*CartId::parse(Counter::text(ordered, "id")), Instant{});
        CHECK(Counter::outcome(
                  counter.claim(ordered, Counter::both(Counter::bearer(counter.zoe), Counter::key_of(ordered)))) ==
              "cart_already_ordered");
    }

    TEST_CASE("a guest who logs in brings the cart along, once") {
        Counter counter;
        const auto guests = counter.new_cart();
        counter.add_tea(guests, 2, Counter::key_of(guests));
        for (int i = 0; i < 2; ++i)
            CHECK(counter.log_in_with(Counter::quoted(Counter::text(guests, "cart_token"))).status == 200);
        const auto own = counter.own_cart(counter.zoe);
        CHECK(Counter::text(own, "id") == Counter::text(guests, "id"));
        CHECK(Counter::teas_in(own) == 2);
    }

    TEST_CASE("whatever is wrong with the cart, its owner logs in") {
        Counter counter;
        counter.add_tea(counter.own_cart(counter.zoe), 1, Counter::bearer(counter.zoe));
        const auto ordered = counter.new_cart();
        counter.shop.ordered_carts.orders.emplace(*CartId::parse(Counter::text(ordered, "id")), Instant{});
        const auto euros = counter.new_cart({}, R"({"currency":"EUR"})");
        counter.ask("POST", Counter::path_of(euros) + "/items", Counter::key_of(euros),
                    R"({"sku":"EUR-TEA","quantity":1})");
        const auto of_max = counter.new_cart();
        counter.claim(of_max, Counter::both(Counter::bearer(counter.max), Counter::key_of(of_max)));
        const auto expired = "key to " + counter.shop.accounts.identity.ids.next<CartId>().to_string();
        for (const auto& token : {Counter::text(ordered, "cart_token"), Counter::text(euros, "cart_token"),
                                  Counter::text(of_max, "cart_token"), expired, std::string{}, std::string{"x"},
                                  std::string(5000, 'x'), std::string{"\\u0000"}})
            CHECK(counter.log_in_with(Counter::quoted(token)).status == 200);
        CHECK(Counter::teas_in(counter.own_cart(counter.zoe)) == 1);
        CHECK(Counter::faults(counter.log_in_with("7")) == "cart_token:wrong_type");
    }

    TEST_CASE("who does not get in brings no cart along") {
        Counter counter;
        const auto guests = counter.new_cart();
        counter.add_tea(guests, 2, Counter::key_of(guests));
        CHECK(counter
                  .auth("login", R"({"email":"zoe@example.com","password":"a wrong password","cart_token":)" +
                                     Counter::quoted(Counter::text(guests, "cart_token")) + "}")
                  .status == 401);
        CHECK(counter.ask("GET", Counter::path_of(guests), Counter::key_of(guests)).status == 200);
    }
}
