#include "orion/cache/layered_cache.hpp"
#include "orion/rest/catalog_routes.hpp"
#include "orion/security/openssl_digest.hpp"

#include "support/catalog_changes_contract.hpp"
#include "support/entrance.hpp"
#include "support/rest_client.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <string>

using namespace orion;
using namespace orion::test;
using namespace std::chrono_literals;

namespace {

/// Counts what is asked of the database, which can be away.
class CountedQueries : public catalog::CatalogueQueries {
public:
    explicit CountedQueries(const catalog::CatalogueQueries& inner) : inner_{inner} {}

    Result<catalog::ProductRows> list(const catalog::ProductPageQuery& query) const override {
        ++lists;
        if (is_down) return std::unexpected{persistence::database_unavailable()};
        return inner_.list(query);
    }
    Result<std::optional<catalog::ProductView>> find(const catalog::ProductKey& key) const override {
        ++finds;
        if (is_down) return std::unexpected{persistence::database_unavailable()};
        return inner_.find(key);
    }
    Result<std::optional<catalog::ProductView>> find_any(ProductId id) const override { return inner_.find_any(id); }
    Result<std::vector<catalog::CategoryView>> categories() const override { return inner_.categories(); }
    Result<std::vector<catalog::Offer>> offers(const std::vector<Sku>& skus) const override {
        return inner_.offers(skus);
    }

    mutable std::atomic<int> lists = 0, finds = 0;
    std::atomic<bool> is_down = false;

private:
    const catalog::CatalogueQueries& inner_;
};

struct CachedShop {
    ShopDatabase database{"messaging", "catalog"};
    TeaShop tea{database.database};
    CountedQueries queries{tea.queries};
    catalog::ListProducts list_products{queries};
    catalog::GetProduct get_product{queries};
    catalog::ListCategories list_categories{queries};
    security::OpensslDigest digest;
    std::atomic<resilience::Time> now{resilience::Time{1h}};
    cache::LayeredCache cache{{}, nullptr, [this] { return now.load(); }};
    rest::CatalogUseCases use{list_products, get_product, list_categories, cache, digest};
    test::Entrance entrance;
    rest::Dispatcher dispatcher{rest::catalog_routes(use), entrance.ports(), {.write_threads = 1}};
    RestClient client{dispatcher};

    int ask(std::string target) { return client.ask("GET", std::move(target)).status; }
};

}  // namespace

TEST_SUITE("rest/catalog_cache") {
    TEST_CASE("a product that many ask for is read once, under its id and under its name") {
        CachedShop shop;
        for (int i = 0; i < 3; ++i) {
            CHECK(shop.ask("/api/v1/products/tea") == 200);
            CHECK(shop.ask("/api/v1/products/" + shop.tea.tea.to_string()) == 200);
        }
        CHECK(shop.queries.finds == 2);
    }

    TEST_CASE("an answer from the cache is the same to the byte, and 304 needs no database") {
        CachedShop shop;
        const auto first = shop.client.ask("GET", "/api/v1/products/tea");
        const auto second = shop.client.ask("GET", "/api/v1/products/tea");
        CHECK(first.body == second.body);
        CHECK(header(first, "ETag") == header(second, "ETag"));

        const auto current = shop.client.ask("GET", "/api/v1/products/tea", {{"If-None-Match", header(first, "ETag")}});

        CHECK(current.status == 304);
        CHECK(current.body.empty());
        CHECK(shop.queries.finds == 1);
    }

    TEST_CASE("a list is read once however its query is written") {
        CachedShop shop;
        CHECK(shop.ask("/api/v1/products?q=tea&limit=20") == 200);
        CHECK(shop.ask("/api/v1/products?limit=20&q=+tea++") == 200);
        CHECK(shop.ask("/api/v1/products?q=tea") == 200);
        CHECK(shop.queries.lists == 1);

        CHECK(shop.ask("/api/v1/products?q=tea&in_stock=true") == 200);
        CHECK(shop.ask("/api/v1/products?category=tea") == 200);
        CHECK(shop.queries.lists == 3);
    }

    TEST_CASE("a refused query is refused every time") {
        CachedShop shop;
        CHECK(shop.ask("/api/v1/products?limit=0") == 422);
        CHECK(shop.ask("/api/v1/products?limit=0") == 422);
        CHECK(shop.ask("/api/v1/products?limit=many&sort=colour") == 422);
        CHECK(shop.queries.lists == 0);
    }

    TEST_CASE("that there is no such product is remembered for seconds, and until something is listed") {
        CachedShop shop;
        CHECK(shop.ask("/api/v1/products/coffee") == 404);
        CHECK(shop.ask("/api/v1/products/coffee") == 404);
        CHECK(shop.queries.finds == 1);

        shop.cache.changed({"lists"});
        CHECK(shop.ask("/api/v1/products/coffee") == 404);
        CHECK(shop.queries.finds == 2);

        shop.now = shop.now.load() + 6s;
        CHECK(shop.ask("/api/v1/products/coffee") == 404);
        CHECK(shop.queries.finds == 3);
    }

    TEST_CASE("a product that changed ends its page and every list that shows it") {
        CachedShop shop;
        CHECK(shop.ask("/api/v1/products/tea") == 200);
        CHECK(shop.ask("/api/v1/products") == 200);
        shop.tea.reprice(950);

        shop.cache.changed({"product:" + shop.tea.tea.to_string()});

        CHECK(shop.client.ask("GET", "/api/v1/products/tea").body.contains("950"));
        CHECK(shop.client.ask("GET", "/api/v1/products").body.contains("950"));
    }

    TEST_CASE("without the database the shop shows what it has, and says that it is old") {
        CachedShop shop;
        CHECK(header(shop.client.ask("GET", "/api/v1/products/tea"), "Warning").empty());
        shop.queries.is_down = true;
        CHECK(header(shop.client.ask("GET", "/api/v1/products/tea"), "Warning").empty());

        shop.now = shop.now.load() + 11min;
        const auto stale = shop.client.ask("GET", "/api/v1/products/tea");
        CHECK(stale.status == 200);
        CHECK(header(stale, "Warning") == R"(110 - "Response is Stale")");

        shop.now = shop.now.load() + 1h;
        CHECK(shop.ask("/api/v1/products/tea") == 503);
        CHECK(shop.ask("/api/v1/products/coffee") == 503);
    }

    TEST_CASE("after warming the first shoppers wait for no database") {
        CachedShop shop;
        rest::warm_catalog(shop.use, [] { return true; });
        const int finds = shop.queries.finds;
        const int lists = shop.queries.lists;

        CHECK(shop.ask("/api/v1/products") == 200);
        CHECK(shop.ask("/api/v1/products/tea") == 200);
        CHECK(shop.ask("/api/v1/categories") == 200);

        CHECK(shop.queries.finds == finds);
        CHECK(shop.queries.lists == lists);
    }

    TEST_CASE("a shop that stops does not go on warming") {
        CachedShop shop;
        int asked = 0;
        rest::warm_catalog(shop.use, [&asked] { return ++asked < 3; });
        CHECK(asked == 3);
        CHECK(shop.queries.finds == 0);
    }
}
