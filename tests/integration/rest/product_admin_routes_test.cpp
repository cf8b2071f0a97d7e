#include "integration/rest/member.hpp"

using namespace orion;
using identity::Role;
using orion::test::header;
using orion::test::Member;

namespace {

const std::string pot = R"({"sku":"POT","title":"1 l","price":{"amount":2500,"currency":"GBP"}})";

/// A manager who writes the catalogue.
struct Merchant : Member {
    Headers bearer_{bearer(shop.sign_in(Role::manager))};
    const std::string path = "/api/v1/admin/products";

    http::Response call(const std::string& method, const std::string& target, const std::string& body = {},
                        const std::string& if_match = {}) {
        auto headers = bearer_;
        if (!if_match.empty()) headers.push_back({"If-Match", if_match});
        return ask(method, target, headers, body);
    }
    http::Response add(const std::string& body) { return call("POST", path, body); }
    /// The address of a teapot that is on sale.
    std::string teapot() {
        return header(add(R"({"title":"Teapot","status":"active","attributes":{"colour":"blue","origin":"Stoke"},)"
                          R"("variants":[)" +
                          pot + "]}"),
                      "Location");
    }
    int shown_status(const std::string& slug) { return shop.client().ask("GET", "/api/v1/products/" + slug).status; }
    /// An order took some of it.
    void order(const std::string& sku) {
        contract(
            shop.catalog.store()
                .transact([&](catalog::CatalogWork& work) -> Result<void> {
                    work.availability().apply({.sku = *Sku::parse(sku), .available = 3, .version = 1, .ordered = true});
                    return {};
                })
                .has_value(),
            "the order is noted");
    }
};

}  // namespace

TEST_SUITE("rest/product_admin_routes") {
    TEST_CASE("a product begins as a draft, and is on sale when the manager says so") {
        Merchant manager;
        const auto draft = manager.add(R"({"title":"Teapot, \"blue\"","variants":[)" + pot + "]}");

        CHECK(draft.status == 201);
        CHECK(header(draft, "ETag") == R"("1")");
        CHECK(draft.body.contains(R"("slug":"teapot-blue")"));
        CHECK(draft.body.contains(R"("status":"draft")"));
        CHECK(draft.body.contains(R"("price":{"amount":2500,"currency":"GBP"},"available":0,"active":true)"));
        CHECK(manager.shown_status("teapot-blue") == 404);

        const auto location = header(draft, "Location");
        const auto active = manager.call("PATCH", location, R"({"status":"active"})");
        CHECK(header(active, "ETag") == R"("2")");
        CHECK(manager.call("GET", location).body == active.body);
        auto known = manager.bearer_;
        known.push_back({"If-None-Match", header(active, "ETag")});
        CHECK(manager.ask("GET", location, known).status == 304);
        CHECK(manager.add(R"({"title":"Teapot blue"})").body.contains(R"("slug":"teapot-blue-2")"));
    }

    TEST_CASE("a list for managers has every status, and pages") {
        Merchant manager;
        manager.teapot();
        manager.add(R"({"title":"Draft"})");
        const auto slugs = [&](const std::string& query) {
            const auto page = *rest::parse_object(manager.call("GET", manager.path + query).body);
            std::string found;
            for (const auto& item : page.at("items").as_array())
                found += std::string{item.at("slug").as_string()} + ' ';
            return found;
        };

        CHECK(slugs("?sort=name") == "assam-tea draft teapot ");
        CHECK(slugs("?status=draft") == "draft ");
        CHECK(slugs("?q=teapot&status=active") == "teapot ");
        CHECK(slugs("?category=unknown").empty());
        const auto page = manager.call("GET", manager.path + "?sort=name&limit=2");
        CHECK(slugs("?sort=name&limit=2&cursor=" + Member::text(page, "next_cursor")) == "teapot ");
        CHECK(Member::faults(manager.call("GET", manager.path + "?status=sold&sort=x&limit=0&cursor=z")) ==
              "cursor:invalid_cursor limit:out_of_range sort:unknown_sort status:unknown_status");
    }

    TEST_CASE("everything that is wrong with a product is named at once") {
        Merchant manager;
        const auto faults = [&](const std::string& body) { return Member::faults(manager.add(body)); };

        CHECK(faults(R"({"slug":"A","category_ids":["x"],"image_urls":[1,""],"attributes":{"a":1},"status":"sold",)"
                     R"("colour":"red","variants":[{"sku":"","price":{"amount":0,"currency":"ZZZ","tax":1}},7,)" +
                     pot + ',' + pot + "]}") ==
              "attributes.a:wrong_type category_ids[0]:malformed_id colour:unknown_field image_urls[0]:wrong_type "
              "image_urls[1]:required slug:malformed_slug status:unknown_status title:required "
              "variants[0].price.amount:out_of_range variants[0].price.currency:unknown_currency "
              "variants[0].price.tax:unknown_field variants[0].sku:malformed_sku variants[1]:wrong_type "
              "variants[3].sku:duplicate_sku");
        CHECK(faults(R"({"title":"Teapot","category_ids":["019c13f2-7a00-7000-8000-00000000ffff"]})") ==
              "category_ids:category_not_found");
        CHECK(faults(R"({"title":"a","description":7,"variants":{},"version":3})") ==
              "description:wrong_type variants:wrong_type version:unknown_field");
        std::string many = "[1";
        for (int i = 0; i < 300; ++i) many += ",1";
        CHECK(faults(R"({"title":"a","variants":)" + many + R"(],"image_urls":)" + many + "]}") ==
              "image_urls:too_many variants:too_many");
    }

    TEST_CASE("neither slug nor SKU is given twice, and nothing is sold without a variant") {
        Merchant manager;
        manager.teapot();

        CHECK(Member::outcome(manager.add(R"({"title":"Other","slug":"teapot"})")) == "slug_taken");
        CHECK(Member::outcome(manager.add(R"({"title":"Other","variants":[)" + pot + "]}")) == "sku_taken");
        CHECK(Member::outcome(manager.add(R"({"title":"Other","status":"active"})")) == "nothing_to_sell");
    }

    TEST_CASE("a part of a product is changed, and the rest stays") {
        Merchant manager;
        const auto teapot = manager.teapot();

        const auto changed =
            manager.call("PATCH", teapot,
                         R"({"title":"Pot","attributes":{"origin":null,"lid":"yes"},"description":"Round.\nBlue."})");
        CHECK(changed.body.contains(R"("slug":"teapot","title":"Pot","description":"Round.\nBlue.")"));
        CHECK(changed.body.contains(R"("attributes":{"colour":"blue","lid":"yes"},"status":"active")"));
        const auto emptied = manager.call("PATCH", teapot, R"({"attributes":null,"description":null})");
        CHECK(emptied.body.contains(R"("description":"",)"));
        CHECK(emptied.body.contains(R"("attributes":{})"));
        CHECK(Member::faults(manager.call("PATCH", teapot, R"({"title":null,"status":null,"id":"x"})")) ==
              "id:unknown_field status:wrong_type title:required");
        CHECK(manager.call("PATCH", teapot, "{}").body == emptied.body);
    }

    TEST_CASE("a product that is written anew has what was written, and keeps its address") {
        Merchant manager;
        const auto teapot = manager.teapot();

        const auto written = manager.call(
            "PUT", teapot, R"({"title":"Jug","variants":[{"sku":"JUG","price":{"amount":900,"currency":"GBP"}}]})");
        CHECK(written.body.contains(R"("slug":"teapot","title":"Jug")"));
        CHECK(written.body.contains(R"("attributes":{},"status":"active")"));
        CHECK_FALSE(written.body.contains("POT"));
        CHECK(Member::faults(manager.call("PUT", teapot, "{}")) == "title:required variants:required");
    }

    TEST_CASE("of two editors one is told that the other was first") {
        Merchant manager;
        const auto teapot = manager.teapot();

        CHECK(manager.call("PATCH", teapot, R"({"title":"Pot"})", R"("1")").status == 200);
        for (const auto& [method, target, body] : std::vector<std::array<std::string, 3>>{
                 {"PATCH", teapot, R"({"title":"Jug"})"},
                 {"PUT", teapot, R"({"title":"Jug","variants":[]})"},
                 {"DELETE", teapot, ""},
                 {"POST", teapot + "/variants", R"({"sku":"JUG","price":{"amount":900,"currency":"GBP"}})"},
                 {"PATCH", teapot + "/variants/POT", R"({"title":"2 l"})"},
                 {"DELETE", teapot + "/variants/POT", ""}}) {
            const auto late = manager.call(method, target, body, R"("1")");
            CHECK(late.status == 412);
            CHECK(Member::outcome(late) == "product_changed");
        }
        CHECK(manager.call("DELETE", teapot, {}, R"("2")").status == 204);
    }

    TEST_CASE("what was never ordered goes, what was is archived") {
        Merchant manager;
        const auto teapot = manager.teapot();
        CHECK(manager.call("DELETE", teapot).status == 204);
        CHECK(Member::outcome(manager.call("GET", teapot)) == "product_not_found");
        CHECK(Member::outcome(manager.call("DELETE", teapot)) == "product_not_found");

        const auto again = manager.teapot();
        manager.order("POT");
        CHECK(manager.call("DELETE", again).status == 204);
        CHECK(manager.call("DELETE", again).status == 204);
        CHECK(manager.call("GET", again).body.contains(R"("status":"archived")"));
        CHECK(manager.shown_status("teapot") == 404);
        CHECK(manager.call("PATCH", again, R"({"status":"active"})").status == 200);
    }

    TEST_CASE("variants come, change and go") {
        Merchant manager;
        const auto teapot = manager.teapot();
        const auto variants = teapot + "/variants";

        const auto added = manager.call(
            "POST", variants, R"({"sku":"POT-2","options":{"size":"L"},"price":{"amount":3500,"currency":"GBP"}})");
        CHECK(added.status == 201);
        CHECK(header(added, "Location") == teapot);
        CHECK(Member::outcome(manager.call("POST", variants, pot)) == "sku_taken");
        CHECK(Member::outcome(manager.call(
                  "POST", variants, R"({"sku":"TEA","price":{"amount":3500,"currency":"GBP"}})")) == "sku_taken");
        CHECK(Member::faults(manager.call("POST", variants, R"({"title":7,"price":{"amount":1.5}})")) ==
              "price.amount:wrong_type price.currency:required sku:required title:wrong_type");

        const auto changed = manager.call(
            "PATCH", variants + "/POT-2",
            R"({"title":"2 l","options":{"size":null,"lid":"yes"},"price":{"amount":3000,"currency":"GBP"},"active":false})");
        CHECK(changed.body.contains(
            R"("title":"2 l","options":{"lid":"yes"},"price":{"amount":3000,"currency":"GBP"},"available":0,"active":false)"));
        CHECK(Member::faults(manager.call("PATCH", variants + "/POT-2", R"({"sku":"OTHER"})")) == "sku:unknown_field");
        CHECK(Member::outcome(manager.call("PATCH", variants + "/NONE", "{}")) == "variant_not_found");
        CHECK(Member::outcome(manager.call("DELETE", variants + "/no%20sku")) == "variant_not_found");

        CHECK(manager.call("DELETE", variants + "/POT-2").status == 204);
        CHECK_FALSE(manager.call("GET", teapot).body.contains("POT-2"));
        manager.order("POT");
        CHECK(manager.call("DELETE", variants + "/POT").status == 204);
        CHECK(manager.call("GET", teapot).body.contains(R"("active":false)"));
        CHECK(manager.call("PUT", teapot, R"({"title":"Pot","variants":[]})").body.contains("POT"));
    }
}
