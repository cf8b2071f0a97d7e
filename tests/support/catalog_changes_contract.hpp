#pragma once

#include "orion/cache/catalog_invalidation.hpp"
#include "orion/catalog/get_product.hpp"
#include "orion/catalog/list_products.hpp"
#include "orion/catalog/project_availability.hpp"
#include "orion/persistence/catalog/soci_catalog_changes.hpp"
#include "orion/persistence/catalog/soci_catalog_store.hpp"
#include "orion/persistence/catalog/soci_catalogue_queries.hpp"
#include "orion/system/system_clock.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_log.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <utility>

namespace orion::test {

/// A catalogue with one tea in it, on a database with the modules `messaging` and `catalog`.
class TeaShop {
public:
    explicit TeaShop(persistence::Database& shop_database)
        : database{shop_database}, store{shop_database, clock}, queries{shop_database} {
        tea = ids.next<ProductId>();
        auto product = *catalog::Product::create(tea, content(899), clock.now());
        contract(product.publish(clock.now()).has_value(), "the tea can be sold");
        contract(save(product).has_value(), "the tea is kept");
    }

    void reprice(std::int64_t pence) {
        REQUIRE(store.transact([&](catalog::CatalogWork& work) -> Result<void> {
            auto product = *work.products().find(tea);
            ORION_CHECK(product.revise(content(pence), clock.now()));
            return work.products().save(product);
        }));
    }

    void stock(std::int64_t available) {
        REQUIRE(catalog::ProjectAvailability{store}.execute(
            {.message = ids.next<MessageId>(), .levels = {{*Sku::parse("TEA"), available, ++stock_version_}}}));
    }

    Result<void> save(const catalog::Product& product) {
        return store.transact([&](catalog::CatalogWork& work) { return work.products().save(product); });
    }

    std::int64_t shown_price() const {
        return catalog::GetProduct{queries}.execute("tea").value().variants.front().price.amount();
    }

    FakeClock clock;
    FakeIdGenerator ids;
    persistence::Database& database;
    persistence::SociCatalogStore store;
    persistence::SociCatalogueQueries queries;
    ProductId tea = ids.next<ProductId>();

private:
    static catalog::ProductContent content(std::int64_t pence) {
        return {.slug = *catalog::Slug::parse("tea"),
                .title = "Tea",
                .description = "",
                .variants = {{.sku = *Sku::parse("TEA"), .title = "", .price = Money{pence, *Currency::parse("GBP")}}}};
    }
    std::int64_t stock_version_ = 0;
};

/// What the feed of the catalogue's changes says on every engine. `Bench` has `persistence::Database& database()`.
template <class Bench>
// NOLINTNEXTLINE(readability-function-size): a list of cases that share their beginning
void catalog_changes_contract() {
    using namespace std::chrono_literals;
    Bench bench;
    TeaShop shop{bench.database()};
    const persistence::SociCatalogChanges feed{bench.database()};
    cache::ChangeReader reader;
    const auto news = [&] { return reader.take(feed.after(reader.read_after({}), 1000).value(), {}); };
    const auto tea = "product:" + shop.tea.to_string();
    using Tags = std::set<std::string>;
    CHECK(news() == Tags{tea, "lists", "categories"});
    CHECK(news().empty());

    SUBCASE("a product that changes ends what shows it") {
        shop.reprice(950);
        CHECK(news() == Tags{tea, "lists", "categories"});
    }

    SUBCASE("a stock that changes ends the product, and lists when the last one goes or the first one comes") {
        shop.stock(5);
        CHECK(news() == Tags{tea, "lists"});
        shop.stock(4);
        CHECK(news() == Tags{tea});
        shop.stock(0);
        CHECK(news() == Tags{tea, "lists"});
        shop.stock(-1);
        CHECK(news().empty());
        shop.stock(3);
        CHECK(news() == Tags{tea, "lists"});
    }

    SUBCASE("nobody sees a stock change that is above what is shown") {
        shop.stock(catalog::max_shown_available + 1000);
        CHECK(news() == Tags{tea, "lists"});
        shop.stock(catalog::max_shown_available + 1);
        CHECK(news().empty());
        shop.stock(catalog::max_shown_available);
        CHECK(news().empty());
        shop.stock(catalog::max_shown_available - 1);
        CHECK(news() == Tags{tea});
    }

    SUBCASE("a category that changes ends the tree and the lists") {
        REQUIRE(shop.store.transact([&](catalog::CatalogWork& work) -> Result<void> {
            ORION_TRY(const auto drinks, catalog::Category::create({.id = shop.ids.next<CategoryId>(),
                                                                    .slug = *catalog::Slug::parse("drinks"),
                                                                    .name = "Drinks"},
                                                                   nullptr));
            return work.categories().save(drinks);
        }));
        CHECK(news() == Tags{"categories", "lists"});
    }

    SUBCASE("what is removed ends what shows it") {
        REQUIRE(shop.store.transact([&](catalog::CatalogWork& work) -> Result<void> {
            return work.products().remove(*work.products().find(shop.tea));
        }));
        CHECK(news() == Tags{tea, "lists", "categories"});
        const auto drinks = catalog::Category::create(
            {.id = shop.ids.next<CategoryId>(), .slug = *catalog::Slug::parse("drinks"), .name = "Drinks"}, nullptr);
        REQUIRE(shop.store.transact([&](catalog::CatalogWork& work) { return work.categories().save(*drinks); }));
        news();
        REQUIRE(shop.store.transact([&](catalog::CatalogWork& work) -> Result<void> {
            return work.categories().remove(*work.categories().find(drinks->id()));
        }));
        CHECK(news() == Tags{"categories", "lists"});
    }

    SUBCASE("that something was ordered is shown to nobody") {
        shop.stock(5);
        news();
        REQUIRE(shop.store.transact([&](catalog::CatalogWork& work) -> Result<void> {
            work.availability().apply({*Sku::parse("TEA"), 7, 0, true});
            return {};
        }));
        CHECK(news().empty());
    }

    SUBCASE("a change that is rolled back is none") {
        CHECK_FALSE(shop.store.transact([&](catalog::CatalogWork& work) -> Result<void> {
            work.availability().apply({*Sku::parse("TEA"), 7, 100});
            return fail(ErrorKind::conflict, "insufficient_stock", "Something went wrong later.");
        }));
        CHECK(news().empty());
    }

    SUBCASE("old changes are forgotten, and numbers do not come again") {
        shop.stock(5);
        const auto last = feed.after(0, 1000)->back().number;
        shop.clock.advance(std::chrono::days{365 * 300});
        CHECK(persistence::purge_catalog_changes(bench.database(), shop.clock) == 2);
        CHECK(feed.after(0, 1000)->empty());

        shop.stock(6);
        CHECK(feed.after(0, 1000)->front().number > last);
    }

    SUBCASE("a new price is shown by every replica within a second") {
        system::SystemClock clock;
        FakeLog log;
        const auto price = [&](cache::LayeredCache& replica) {
            const auto answer = replica.get("tea", [&]() -> Result<CacheEntry> {
                return CacheEntry{std::to_string(shop.shown_price()), {tea}, 1h, 1h};
            });
            return answer->value;
        };
        cache::LayeredCache here{{}, nullptr};
        cache::LayeredCache there{{}, nullptr};
        const cache::CatalogInvalidation first{here, {shop.database, clock, log}, 0ms};
        const cache::CatalogInvalidation second{there, {shop.database, clock, log}, 0ms};
        for (std::int64_t pence = 900; pence < 905; ++pence) {
            const auto before = std::to_string(shop.shown_price());
            CHECK(price(here) == before);
            CHECK(price(there) == before);
            shop.reprice(pence);
            const auto deadline = std::chrono::steady_clock::now() + 1s;
            while (price(here) == before || price(there) == before) {
                REQUIRE(std::chrono::steady_clock::now() < deadline);
                std::this_thread::yield();
            }
        }
        CHECK(first.snapshot().failures == 0);
    }
}

}  // namespace orion::test
