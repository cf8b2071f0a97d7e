#pragma once

#include "orion/catalog/get_product.hpp"
#include "orion/catalog/list_categories.hpp"
#include "orion/catalog/list_products.hpp"
#include "orion/catalog/project_availability.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace orion::test {

/// What every catalogue must do, whatever it is stored in. `Catalog` has `store()`, `queries()`, `clock`, `ids` and
/// `price_history_size()`. Call `check` in a test case with a fresh one: it has subcases.
template <class Catalog>
class CatalogContract {
public:
    explicit CatalogContract(Catalog& catalogue) : shop_{catalogue} {}

    void check() {
        SUBCASE("what an editor wrote comes back as it was") { round_trip(); }
        SUBCASE("two products share neither slug nor SKU") { uniqueness(); }
        SUBCASE("the second of two editors is told that he is late") { lost_race(); }
        SUBCASE("a price that changes leaves its trace") { price_history(); }
        SUBCASE("shoppers see what is on sale, and nothing else") { visibility(); }
        SUBCASE("every sort pages through all products once, in both directions") { paging(); }
        SUBCASE("products that come between two pages push nothing in or out") { paging_while_inserting(); }
        SUBCASE("one variant has to meet all bounds") { one_variant_meets_all(); }
        SUBCASE("a category holds what hangs below it") { category_filter(); }
        SUBCASE("a category that moves takes along what hangs below") { category_move(); }
        SUBCASE("words are found in title, description and SKU, and never read as a query language") { search(); }
        SUBCASE("stock levels count by version, and once per message") { availability(); }
        SUBCASE("a cart learns the price of what is for sale") { offers(); }
        SUBCASE("a failed edit leaves nothing behind") { rollback(); }
    }

protected:
    static Sku sku(const std::string& text) { return *Sku::parse(text); }
    static Money pounds(std::int64_t pence) { return {pence, *Currency::parse("GBP")}; }
    static catalog::Variant variant(const std::string& code, std::int64_t pence) {
        return {.sku = sku(code), .title = "", .price = pounds(pence)};
    }

    static catalog::ProductContent content(const std::string& title, std::vector<catalog::Variant> variants) {
        return {
            .slug = catalog::Slug::derive(title), .title = title, .description = "", .variants = std::move(variants)};
    }

    catalog::Product make(catalog::ProductContent text) {
        auto product =
            catalog::Product::create(shop_.ids.template next<ProductId>(), std::move(text), shop_.clock.now());
        REQUIRE(product);
        CHECK(product->publish(shop_.clock.now()));
        shop_.clock.advance(std::chrono::milliseconds{1});
        return *product;
    }

    Result<void> save(const catalog::Product& product) {
        return shop_.store().transact([&](catalog::CatalogWork& work) { return work.products().save(product); });
    }

    ProductId sell(catalog::ProductContent text) {
        const auto product = make(std::move(text));
        REQUIRE(save(product));
        return product.id();
    }
    ProductId sell(const std::string& title, std::int64_t pence) {
        return sell(content(title, {variant(catalog::Slug::derive(title).text(), pence)}));
    }

    catalog::Category category(const std::string& name, const catalog::Category* parent) {
        auto made = catalog::Category::create(
            {shop_.ids.template next<CategoryId>(), catalog::Slug::derive(name), name}, parent);
        REQUIRE(made);
        REQUIRE(save(*made));
        return *made;
    }
    Result<void> save(const catalog::Category& made) {
        return shop_.store().transact([&](catalog::CatalogWork& work) { return work.categories().save(made); });
    }

    catalog::Product load(ProductId id) {
        auto loaded = shop_.store().transact(
            [&](catalog::CatalogWork& work) -> Result<catalog::Product> { return work.products().find(id).value(); });
        REQUIRE(loaded);
        return *loaded;
    }

    /// Titles of all pages, joined by commas.
    std::string titles(catalog::ListProductsQuery query) {
        std::string all;
        std::size_t pages = 0;
        do {
            const auto page = catalog::ListProducts{shop_.queries()}.execute(query);
            REQUIRE(page);
            for (const auto& product : page->items) all += (all.empty() ? "" : ",") + product.title;
            query.cursor = page->next_cursor;
            REQUIRE(++pages < 100);
        } while (query.cursor);
        return all;
    }

    void set_level(const std::string& code, std::int64_t available, std::int64_t version) {
        set_level(shop_.ids.template next<MessageId>(), code, available, version);
    }
    void set_level(MessageId message, const std::string& code, std::int64_t available, std::int64_t version) {
        CHECK(catalog::ProjectAvailability{shop_.store()}.execute({message, {{sku(code), available, version}}}));
    }
    int available(ProductId id) { return shop_.queries().find(id)->value().variants.front().available; }

    static std::string code_of(const Result<void>& result) {
        return result ? "fine" : std::string{result.error().code.text()};
    }

private:
    void round_trip() {
        const auto tea = category("Tea", nullptr);
        auto written = content(
            "Assam \xE2\x80\x9CSecond Flush\xE2\x80\x9D",
            {{.sku = sku("ASSAM-250"),
              .title = "250 g",
              .options = {{"weight", "250 g"}, {"form", "loose \"leaf\""}},
              .price = pounds(1250)},
             {.sku = sku("assam-250"), .title = "tin", .price = pounds(1999), .selling = catalog::Selling::no}});
        written.description = "Malty.\nStrong.";
        written.categories = {tea.id()};
        written.image_urls = {"/images/assam.jpg", "/images/leaf.jpg"};
        written.attributes = {{"origin", "Assam, India"}};
        const auto product = make(written);
        REQUIRE(save(product));

        const auto loaded = load(product.id());
        CHECK(loaded.content() == product.content());
        CHECK(loaded.status() == catalog::ProductStatus::active);
        CHECK(loaded.snapshot().created_at == product.snapshot().created_at);
        CHECK(loaded.version() == 1);
        const auto view = catalog::GetProduct{shop_.queries()}.execute(product.content().slug.text());
        REQUIRE(view);
        CHECK(view->id == product.id());
        CHECK(view->variants.size() == 1);
        CHECK(view->variants[0].options == written.variants[0].options);
        CHECK(view->category_ids == written.categories);
        CHECK(view->image_urls == written.image_urls);
    }

    void uniqueness() {
        sell("Green Tea", 500);
        CHECK(code_of(save(make(content("Green Tea", {variant("OTHER", 500)})))) == "slug_taken");
        CHECK(code_of(save(make(content("Other", {variant("green-tea", 500)})))) == "sku_taken");
        auto lost = content("Lost", {variant("LOST", 500)});
        lost.categories = {shop_.ids.template next<CategoryId>()};
        CHECK(code_of(save(make(lost))) == "category_not_found");
        CHECK(titles({}) == "Green Tea");
    }

    void lost_race() {
        const auto id = sell("Green Tea", 500);
        auto first = load(id);
        auto second = load(id);
        REQUIRE(first.revise(content("Greener Tea", first.content().variants), shop_.clock.now()));
        REQUIRE(second.archive(shop_.clock.now()));
        CHECK(code_of(save(first)) == "fine");
        CHECK(code_of(save(second)) == "product_changed");
        CHECK(load(id).version() == 2);
        CHECK(load(id).content().title == "Greener Tea");
    }

    void price_history() {
        const auto id = sell("Green Tea", 500);
        CHECK(shop_.price_history_size() == 1);
        auto product = load(id);
        REQUIRE(product.revise(content("Green Tea", {variant("green-tea", 450)}), shop_.clock.now()));
        REQUIRE(save(product));
        product = load(id);
        REQUIRE(product.revise(content("Green Tea!", {variant("green-tea", 450)}), shop_.clock.now()));
        REQUIRE(save(product));
        CHECK(shop_.price_history_size() == 2);
    }

    void visibility() {
        const auto id = sell("Green Tea", 500);
        auto draft = catalog::Product::create(shop_.ids.template next<ProductId>(),
                                              content("Draft", {variant("DRAFT", 1)}), shop_.clock.now());
        REQUIRE(save(*draft));
        auto hidden = variant("HIDDEN", 100);
        hidden.selling = catalog::Selling::no;
        auto half_hidden = content("Half hidden", {variant("SHOWN", 200), hidden});
        sell(half_hidden);
        CHECK(titles({.sort = "name"}) == "Green Tea,Half hidden");
        CHECK(titles({.sort = "price"}) == "Half hidden,Green Tea");
        CHECK_FALSE(catalog::GetProduct{shop_.queries()}.execute(draft->id().to_string()));
        CHECK_FALSE(catalog::GetProduct{shop_.queries()}.execute("draft"));
        CHECK_FALSE(catalog::GetProduct{shop_.queries()}.execute("no such thing"));

        auto product = load(id);
        REQUIRE(product.archive(shop_.clock.now()));
        REQUIRE(save(product));
        CHECK(titles({}) == "Half hidden");
        CHECK_FALSE(catalog::GetProduct{shop_.queries()}.execute(id.to_string()));
    }

    void paging() {
        sell("Beta", 300);
        sell("alpha", 100);
        sell("Gamma", 300);
        sell("Delta", 200);
        for (const int limit : {1, 2, 3, 4, 100}) {
            CAPTURE(limit);
            CHECK(titles({.sort = "name", .limit = limit}) == "alpha,Beta,Delta,Gamma");
            CHECK(titles({.sort = "-name", .limit = limit}) == "Gamma,Delta,Beta,alpha");
            CHECK(titles({.sort = "price", .limit = limit}) == "alpha,Delta,Beta,Gamma");
            CHECK(titles({.sort = "-price", .limit = limit}) == "Gamma,Beta,Delta,alpha");
            CHECK(titles({.sort = "created_at", .limit = limit}) == "Beta,alpha,Gamma,Delta");
            CHECK(titles({.limit = limit}) == "Delta,Gamma,alpha,Beta");
        }
    }

    void paging_while_inserting() {
        for (const auto* const title : {"B", "D", "F", "H"}) sell(title, 100);
        catalog::ListProductsQuery query{.sort = "name", .limit = 2};
        const auto first = catalog::ListProducts{shop_.queries()}.execute(query);
        REQUIRE(first->items.size() == 2);
        sell("A", 100);
        sell("G", 100);
        query.cursor = first->next_cursor;
        CHECK(titles(query) == "F,G,H");

        query = {.q = "tea", .sort = "relevance", .limit = 1};
        for (const auto* const title : {"Tea one", "Tea two", "Tea three"}) sell(title, 100);
        const auto best = catalog::ListProducts{shop_.queries()}.execute(query);
        REQUIRE(best->next_cursor);
        sell("Coffee", 100);
        sell("Cups for the very best cup of coffee", 100);
        query.cursor = best->next_cursor;
        const auto rest = best->items.front().title + "," + titles(query);
        for (const auto* const title : {"Tea one", "Tea two", "Tea three"}) {
            CHECK(rest.find(title) != std::string::npos);
            CHECK(rest.find(title) == rest.rfind(title));
        }
    }

    void one_variant_meets_all() {
        sell(content("Mug", {variant("MUG-S", 100), variant("MUG-L", 900)}));
        set_level("MUG-L", 3, 1);
        const auto in_stock = catalog::ProductFilter::Stock::in_stock;
        CHECK(titles({.min_price = 100, .max_price = 100}) == "Mug");
        CHECK(titles({.min_price = 900, .max_price = 900}) == "Mug");
        CHECK(titles({.min_price = 101, .max_price = 899}).empty());
        CHECK(titles({.min_price = 901}).empty());
        CHECK(titles({.max_price = 99}).empty());
        CHECK(titles({.min_price = 900, .stock = in_stock}) == "Mug");
        CHECK(titles({.max_price = 100, .stock = in_stock}).empty());
    }

    void category_filter() {
        const auto drinks = category("Drinks", nullptr);
        const auto tea = category("Tea", &drinks);
        const auto green = category("Green tea", &tea);
        auto sencha = content("Sencha", {variant("SENCHA", 700)});
        sencha.categories = {green.id(), tea.id()};
        sell(sencha);
        auto water = content("Water", {variant("WATER", 100)});
        water.categories = {drinks.id()};
        sell(water);
        CHECK(titles({.category = "drinks", .sort = "name"}) == "Sencha,Water");
        CHECK(titles({.category = tea.id().to_string()}) == "Sencha");
        CHECK(titles({.category = "green-tea"}) == "Sencha");
        CHECK(titles({.category = "unknown"}).empty());
        CHECK(titles({.category = "No slug!"}).empty());

        const auto tree = catalog::ListCategories{shop_.queries()}.execute();
        REQUIRE(tree);
        REQUIRE(tree->size() == 1);
        CHECK(tree->front().product_count == 2);
        CHECK(tree->front().children.front().product_count == 1);
        CHECK(tree->front().children.front().children.front().name == "Green tea");
    }

    void category_move() {
        const auto drinks = category("Drinks", nullptr);
        const auto gifts = category("Gifts", nullptr);
        const auto tea = category("Tea", &drinks);
        const auto green = category("Green tea", &tea);
        auto sencha = content("Sencha", {variant("SENCHA", 700)});
        sencha.categories = {green.id()};
        sell(sencha);
        auto late = shop_.store()
                        .transact([&](catalog::CatalogWork& work) -> Result<catalog::Category> {
                            return work.categories().find(tea.id()).value();
                        })
                        .value();
        auto moved = tea;
        const auto done = shop_.store().transact([&](catalog::CatalogWork& work) -> Result<void> {
            moved = work.categories().find(tea.id()).value();
            ORION_CHECK(moved.move_under(&gifts, 1));
            return work.categories().save(moved);
        });
        REQUIRE(done);
        CHECK(titles({.category = "drinks"}).empty());
        CHECK(titles({.category = "gifts"}) == "Sencha");
        CHECK(titles({.category = "tea"}) == "Sencha");
        const auto below = shop_.store().transact([&](catalog::CatalogWork& work) -> Result<catalog::Category> {
            return work.categories().find_child(tea.id(), "Green tea").value();
        });
        CHECK(below->ancestors() == std::vector{gifts.id(), tea.id()});
        REQUIRE(late.rename("Teas"));
        CHECK(code_of(save(late)) == "category_changed");
    }

    void search() {
        auto assam = content("Assam Breakfast Tea", {variant("ASM.250", 900)});
        assam.description = "Malty and strong, from caf\xC3\xA9 to kitchen.";
        sell(assam);
        auto cup = content("Cup", {variant("CUP-9", 400)});
        cup.description = "For breakfast.";
        sell(cup);
        CHECK(titles({.q = "breakfast"}) == "Assam Breakfast Tea,Cup");
        CHECK(titles({.q = "BREAKFAST malty"}) == "Assam Breakfast Tea");
        CHECK(titles({.q = "break"}) == "Assam Breakfast Tea,Cup");
        CHECK(titles({.q = "asm.250"}) == "Assam Breakfast Tea");
        CHECK(titles({.q = "cup-9"}) == "Cup");
        CHECK(titles({.q = "  "}) == "Cup,Assam Breakfast Tea");
        CHECK(titles({.q = "breakfast", .max_price = 500}) == "Cup");
        CHECK(titles({.q = "breakfast", .sort = "price"}) == "Cup,Assam Breakfast Tea");
        CHECK(titles({.q = "breakfast", .sort = "-relevance", .limit = 1}) == "Cup,Assam Breakfast Tea");
        for (const auto* const hostile :
             {"\"", "tea OR cup", "tea NOT assam", "title:cup", "*", "cup*", "(cup", "tea^2", "NEAR(tea cup)", "- +",
              "''; DROP TABLE catalog_products;", "{title}:cup", "\xE2\x80\x94", "\xE2\x80\x94 \xE2\x80\x9C"}) {
            CAPTURE(hostile);
            CHECK(catalog::ListProducts{shop_.queries()}.execute({.q = hostile}));
        }
        CHECK(titles({.q = "cup OR nothing"}).empty());
        CHECK(titles({.q = "malt \xE2\x80\x94"}).empty());
        CHECK(titles({.q = "!!!"}).empty());
    }

    void availability() {
        const auto id = sell("Mug", 100);
        CHECK(available(id) == 0);
        set_level("mug", 5, 2);
        CHECK(available(id) == 5);
        set_level("mug", 9, 1);
        CHECK(available(id) == 5);
        set_level("mug", 1200, 3);
        CHECK(available(id) == 999);
        const auto message = shop_.ids.template next<MessageId>();
        set_level(message, "mug", 4, 4);
        set_level(message, "mug", 7, 5);
        CHECK(available(id) == 4);
        set_level("not-yet-known", 3, 1);
        CHECK(available(sell("Not yet known", 100)) == 3);
    }

    void offers() {
        auto tin = variant("TIN", 700);
        tin.title = "tin";
        auto gone = variant("GONE", 700);
        gone.selling = catalog::Selling::no;
        const auto id = sell(content("Tea", {variant("BAG", 500), tin, gone}));
        set_level("TIN", 8, 1);
        auto offers = shop_.queries().offers({sku("TIN"), sku("BAG"), sku("TIN"), sku("GONE"), sku("UNKNOWN")});
        REQUIRE(offers);
        REQUIRE(offers->size() == 2);
        std::ranges::sort(*offers, {}, [](const catalog::Offer& offer) { return offer.sku; });
        CHECK(offers->at(0).title == "Tea");
        CHECK(offers->at(1).title == "Tea, tin");
        CHECK(offers->at(1).product_id == id);
        CHECK(offers->at(1).unit_price == pounds(700));
        CHECK(offers->at(1).available == 8);
        CHECK(shop_.queries().offers({})->empty());
    }

    void rollback() {
        const auto refused = shop_.store().transact([&](catalog::CatalogWork& work) -> Result<void> {
            ORION_CHECK(work.products().save(make(content("Tea", {variant("TEA", 500)}))));
            return fail(ErrorKind::conflict, "changed_my_mind", "No.");
        });
        CHECK(code_of(refused) == "changed_my_mind");
        CHECK(titles({}).empty());
        CHECK(titles({.q = "tea"}).empty());
        CHECK(shop_.price_history_size() == 0);
    }

protected:
    Catalog& shop_;
};

}  // namespace orion::test
