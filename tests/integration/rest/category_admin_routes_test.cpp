#include "integration/rest/member.hpp"

using namespace orion;
using identity::Role;
using orion::test::header;
using orion::test::Member;

namespace {

/// A manager who arranges the shelves.
struct Merchant : Member {
    Headers bearer_{bearer(shop.sign_in(Role::manager))};
    const std::string path = "/api/v1/admin/categories";

    http::Response add(const std::string& body) { return ask("POST", path, bearer_, body); }
    /// The id of a new one.
    std::string shelf(const std::string& name, const std::string& parent = {}) {
        const auto below = parent.empty() ? "" : R"(,"parent_id":")" + parent + '"';
        return text(add(R"({"name":")" + name + '"' + below + '}'), "id");
    }
    http::Response change(const std::string& id, const std::string& body, const std::string& if_match = {}) {
        auto headers = bearer_;
        if (!if_match.empty()) headers.push_back({"If-Match", if_match});
        return ask("PUT", path + '/' + id, headers, body);
    }
    http::Response remove(const std::string& id) { return ask("DELETE", path + '/' + id, bearer_); }
};

}  // namespace

TEST_SUITE("rest/category_admin_routes") {
    TEST_CASE("a manager puts up shelves, and shoppers see them") {
        Merchant manager;
        const auto tea = manager.add(R"({"name":"Tea"})");

        CHECK(tea.status == 201);
        CHECK(header(tea, "Location") == manager.path + '/' + Member::text(tea, "id"));
        CHECK(header(tea, "ETag") == R"("1")");
        CHECK(tea.body.contains(R"("slug":"tea","name":"Tea","parent_id":null,"children":[],"product_count":0)"));
        const auto green = manager.shelf("Green tea", Member::text(tea, "id"));
        const auto tree = manager.ask("GET", manager.path, manager.bearer_);
        CHECK(tree.body.contains(R"("children":[{"id":")" + green));
        CHECK(tree.body.contains(R"("version":1)"));
        CHECK(manager.shop.client().ask("GET", "/api/v1/categories").body.contains("Green tea"));
        CHECK(manager.add(R"({"name":"Tea"})").body.contains(R"("slug":"tea-2")"));
    }

    TEST_CASE("a category is renamed and moved, and what is below comes along") {
        Merchant manager;
        const auto drinks = manager.shelf("Drinks");
        const auto tea = manager.shelf("Tea");
        manager.shelf("Green tea", tea);

        const auto moved = manager.change(tea, R"({"name":"Teas","slug":"teas","parent_id":")" + drinks + R"("})");
        CHECK(moved.status == 200);
        CHECK(moved.body.contains(R"("slug":"teas","name":"Teas","parent_id":")" + drinks));
        CHECK(moved.body.contains("Green tea"));
        CHECK(header(moved, "ETag") == R"("2")");
        CHECK(manager.change(tea, R"({"name":"Teas"})").body.contains(drinks));
        CHECK(manager.change(tea, R"({"name":"Teas","parent_id":null})").body.contains(R"("parent_id":null)"));
    }

    TEST_CASE("a category never hangs below itself") {
        Merchant manager;
        const auto tea = manager.shelf("Tea");
        const auto green = manager.shelf("Green tea", tea);

        for (const auto& parent : {tea, green}) {
            const auto refused = manager.change(tea, R"({"name":"Tea","parent_id":")" + parent + R"("})");
            CHECK(refused.status == 409);
            CHECK(Member::outcome(refused) == "category_cycle");
        }
    }

    TEST_CASE("of two who change a category from the same state the second is told") {
        Merchant manager;
        const auto tea = manager.shelf("Tea");

        CHECK(manager.change(tea, R"({"name":"Teas"})", R"("1")").status == 200);
        const auto late = manager.change(tea, R"({"name":"Infusions"})", R"("1")");
        CHECK(late.status == 412);
        CHECK(Member::outcome(late) == "category_changed");
        CHECK(manager.change(tea, R"({"name":"Infusions"})", R"("7", "2")").status == 200);
        CHECK(manager.change(tea, R"({"name":"Tea"})", "*").status == 200);
        CHECK(manager.change(tea, R"({"name":"Tea"})", R"(W/"5d41402abc4b2a76b9719d911017c592")").status == 412);
    }

    TEST_CASE("only an empty category is taken down") {
        Merchant manager;
        const auto tea = manager.shelf("Tea");
        const auto green = manager.shelf("Green tea", tea);

        CHECK(Member::outcome(manager.remove(tea)) == "category_not_empty");
        CHECK(manager.remove(green).status == 204);
        CHECK(manager.remove(tea).status == 204);
        CHECK(Member::outcome(manager.remove(tea)) == "category_not_found");
        CHECK(Member::outcome(manager.remove("no-id")) == "category_not_found");
    }

    TEST_CASE("everything that is wrong with a category is named") {
        Merchant manager;
        const auto tea = manager.shelf("Tea");

        CHECK(Member::faults(manager.add(R"({"slug":"Not a slug","parent_id":7,"colour":"red"})")) ==
              "colour:unknown_field name:required parent_id:wrong_type slug:malformed_slug");
        CHECK(
            Member::faults(manager.add(R"({"name":"Green tea","parent_id":"019c13f2-7a00-7000-8000-00000000ffff"})")) ==
            "parent_id:category_not_found");
        CHECK(Member::outcome(manager.add(R"({"name":"Other","slug":"tea"})")) == "slug_taken");
        CHECK(Member::faults(manager.change(tea, R"({"name":" "})")) == "name:required");
    }
}
