#include "orion/catalog/product.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <map>
#include <string>

using namespace orion;
using namespace orion::catalog;

namespace {

const Instant noon{std::chrono::hours{12}};
const Instant later = noon + std::chrono::hours{1};
const Currency pounds = *Currency::parse("GBP");
const ProductId id{Uuid{}};

Variant variant(const std::string& sku) { return {.sku = *Sku::parse(sku), .title = "", .price = Money{500, pounds}}; }

ProductContent content() {
    return {.slug = Slug::derive("Tea"), .title = "Tea", .description = "", .variants = {variant("TEA")}};
}

Product product_in(ProductStatus status) { return Product::restore({id, content(), status, noon, noon, 3}); }

std::string refusal(const Result<void>& result) { return result ? "done" : std::string{result.error().code.text()}; }

std::string first_bad_field(ProductContent bad) {
    const auto product = Product::create(id, std::move(bad), noon);
    if (product) return "none";
    return product.error().fields.front().field + " " + std::string{product.error().fields.front().code.text()};
}

}  // namespace

TEST_SUITE("catalog/product") {
    TEST_CASE("a product goes on sale, off sale and into the archive only along the table") {
        using enum ProductStatus;
        struct Step {
            ProductStatus from;
            std::string publish;
            std::string withdraw;
            std::string archive;
        };
        for (const auto& step :
             {Step{draft, "done", "not_active", "done"}, Step{active, "already_active", "done", "done"},
              Step{archived, "done", "not_active", "already_archived"}}) {
            CAPTURE(to_text(step.from));
            auto published = product_in(step.from);
            auto withdrawn = product_in(step.from);
            auto archived_one = product_in(step.from);
            CHECK(refusal(published.publish(later)) == step.publish);
            CHECK(refusal(withdrawn.withdraw(later)) == step.withdraw);
            CHECK(refusal(archived_one.archive(later)) == step.archive);
            CHECK(published.status() == active);
            CHECK(withdrawn.status() == (step.from == archived ? archived : draft));
            CHECK(archived_one.status() == archived);
        }
    }

    TEST_CASE("nothing goes on sale without a variant that can be bought") {
        auto empty = content();
        empty.variants.clear();
        auto product = *Product::create(id, empty, noon);
        CHECK(refusal(product.publish(noon)) == "nothing_to_sell");
        auto hidden = content();
        hidden.variants.front().selling = Selling::no;
        REQUIRE(product.revise(hidden, noon));
        CHECK(refusal(product.publish(noon)) == "nothing_to_sell");
        CHECK_FALSE(product.is_listed());
    }

    TEST_CASE("an edit that changes nothing is no edit") {
        auto product = product_in(ProductStatus::active);
        CHECK(*product.revise(content(), later) == Change::none);
        CHECK(product.version() == 3);
        CHECK(product.snapshot().updated_at == noon);
        auto dearer = content();
        dearer.variants.front().price = Money{600, pounds};
        CHECK(*product.revise(dearer, later) == Change::made);
        CHECK(product.version() == 4);
        CHECK(product.snapshot().updated_at == later);
        REQUIRE(product.price_changes().size() == 1);
        CHECK(product.price_changes().front().price == Money{600, pounds});
    }

    TEST_CASE("several edits before a save are one version") {
        auto product = product_in(ProductStatus::active);
        auto renamed = content();
        renamed.title = "Green tea";
        REQUIRE(product.revise(renamed, later));
        REQUIRE(product.archive(later));
        CHECK(product.stored_version() == 3);
        CHECK(product.version() == 4);
    }

    TEST_CASE("a clock that is set back does not make an edit older than the product") {
        auto product = product_in(ProductStatus::active);
        REQUIRE(product.archive(noon - std::chrono::hours{1}));
        CHECK(product.snapshot().updated_at == noon);
    }

    TEST_CASE("every text and every list has its bound") {
        const auto with = [](auto change) {
            auto bad = content();
            change(bad);
            return first_bad_field(std::move(bad));
        };
        CHECK(with([](auto&) {}) == "none");
        CHECK(with([](auto& c) { c.title = " "; }) == "title required");
        CHECK(with([](auto& c) { c.title = std::string(200, 'x'); }) == "none");
        CHECK(with([](auto& c) { c.title = std::string(201, 'x'); }) == "title too_long");
        CHECK(with([](auto& c) { c.title = "two\nlines"; }) == "title malformed_text");
        CHECK(with([](auto& c) { c.title = "\xC0\x80"; }) == "title malformed_text");
        CHECK(with([](auto& c) { c.title = "\xC2\x85"; }) == "title malformed_text");
        CHECK(with([](auto& c) { c.description = "two\nlines"; }) == "none");
        CHECK(with([](auto& c) { c.description = "bell\a"; }) == "description malformed_text");
        CHECK(with([](auto& c) { c.description = std::string(20'001, 'x'); }) == "description too_long");
        CHECK(with([](auto& c) { c.image_urls.assign(51, "/a.jpg"); }) == "image_urls too_many");
        CHECK(with([](auto& c) { c.image_urls = {"/a.jpg", ""}; }) == "image_urls[1] required");
        CHECK(with([](auto& c) { c.attributes[""] = "x"; }) == "attributes required");
        CHECK(with([](auto& c) { c.attributes["x"] = std::string(1'001, 'x'); }) == "attributes too_long");
        CHECK(with([](auto& c) { c.variants.push_back(variant("TEA")); }) == "variants[1].sku duplicate_sku");
        CHECK(with([](auto& c) { c.variants.front().price = Money{0, pounds}; }) == "variants[0].price out_of_range");
        CHECK(with([](auto& c) { c.variants.front().options["size"] = std::string(121, 'x'); }) ==
              "variants[0].options too_long");
        const auto many = [](auto& c) {
            for (int i = 0; i < 250; ++i) c.variants.push_back(variant("V" + std::to_string(i)));
        };
        CHECK(with(many) == "variants too_many");
    }

    TEST_CASE("a slug resembles its title and is never taken for an id") {
        CHECK(Slug::derive("Men's Caf\xC3\xA9 Mug, 0.3 l!").text() == "mens-caf-mug-0-3-l");
        CHECK(Slug::derive("\xE8\x8C\xB6").text() == "item");
        CHECK(Slug::derive("0198c0de-0000-7000-8000-000000000001").text() == "item");
        CHECK(Slug::derive("Mug").with("MUG_01").text() == "mug-mug-01");
        CHECK(Slug::derive(std::string(300, 'a')).with("b").text().size() == Slug::max_length);
        CHECK(Slug::parse("green-tea"));
        for (const auto* const bad :
             {"", "-tea", "tea-", "Tea", "t\xC3\xA9", "a b", "a/b", "0198c0de-0000-7000-8000-000000000001"}) {
            CAPTURE(bad);
            CHECK_FALSE(Slug::parse(bad));
        }
    }
}
