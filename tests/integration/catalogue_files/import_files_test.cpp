#include "orion/catalog/list_categories.hpp"

#include "integration/catalogue_files/catalogue_shop.hpp"
#include "support/shared_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

using namespace orion;
using namespace orion::catalog;

using test::CatalogueShop;

TEST_SUITE("catalogue_files/files") {
    TEST_CASE("our own JSON lines: whole products, products of one variant, exact prices") {
        CatalogueShop shop;
        const auto report = shop.import_text(
            R"({"slug":"assam","title":"Assam","description":"Malty.","categories":["Tea / Black tea",["Ski/boarding"]],)"
            R"("image_urls":["/a.jpg"],"attributes":{"origin":"India","notes":["malt","honey"]},"variants":[)"
            R"({"sku":"ASM-1","title":"125 g","options":{"weight":"125 g"},"price":"4.50","stock":10},)"
            R"({"sku":"ASM-2","price":19.99,"currency":"EUR"},{"sku":"ASM-3","price":1,"active":false}]})"
            "\n"
            R"({"sku":"CUP","title":"Cup","price":{"amount":905,"currency":"GBP"},"stock":3})"
            "\n\n");
        REQUIRE(report);
        CHECK(shop.rejections() == "");
        CHECK(report->products.created == 2);
        const auto assam = shop.product("assam");
        REQUIRE(assam.variants.size() == 2);
        CHECK(assam.variants[0].price == Money{450, *Currency::parse("GBP")});
        CHECK(assam.variants[1].price == Money{1999, *Currency::parse("EUR")});
        CHECK(assam.attributes.at("notes") == "malt, honey");
        CHECK(assam.category_ids.size() == 2);
        CHECK(shop.product("cup").variants[0].price.amount() == 905);
        CHECK(shop.stock.received.at(*Sku::parse("ASM-1")) == 10);
    }

    TEST_CASE("bad lines are named one by one and never stop the good ones") {
        CatalogueShop shop;
        const auto report = shop.import_text(
            "{\"sku\":\"A\",\"title\":\"A\",\"price\":\"1\"}\n"
            "not json\n"
            "[1]\n"
            "{\"sku\":\"B\",\"title\":\"B\",\"price\":\"1\",\"colour\":\"red\"}\n"
            "{\"sku\":\"C\",\"title\":7,\"price\":\"1\"}\n"
            "{\"sku\":\"D\",\"title\":\"D\",\"price\":\"1e3\"}\n"
            "{\"sku\":\"E\",\"title\":\"\\u0000\",\"price\":\"1\"}\n"
            "{\"sku\":\"F\",\"title\":\"\xFF\",\"price\":\"1\"}\n"
            "{\"sku\":\"G\",\"title\":\"G\",\"price\":\"1\",\"stock\":1.5}\n"
            "{\"sku\":\"H\",\"title\":\"H\"}\n" +
            std::string(2'000'000, ' ') + "x\n" + "{\"sku\":\"Z\",\"title\":\"Z\",\"price\":\"1\"}");
        REQUIRE(report);
        CHECK(report->products.created == 2);
        CHECK(report->lines == 12);
        std::ranges::sort(shop.notes.rejections, {}, &LineProblem::line);
        CHECK(shop.rejections() ==
              "2 malformed_line, 3 malformed_line, 4 unknown_field, 5 wrong_type, 6 malformed_amount, "
              "7 malformed_text, 8 malformed_line, 9 wrong_type, 10 required, 11 too_long");
    }

    TEST_CASE("our own CSV: a variant per row, empty cells leave things as they are") {
        CatalogueShop shop;
        const std::string csv =
            "sku,slug,title,categories,price,stock,option:size,attribute:origin,active\n"
            "TEA-S,tea,Tea,Drinks/Tea|Gifts,4.50,7,small,India,\n"
            "TEA-L,tea,,,9.00,,large,,true\n"
            "TEA-X,tea,,,nine,,,,\n"
            "TOO,few\n"
            "CUP,,\"Cup, blue\",,3,x,,,\n"
            "POT,,Pot,,12,,,,maybe\n"
            "MUG,,Mug,,3,,,,false\n";
        const auto report = shop.import_text(csv);
        REQUIRE(report);
        CHECK(report->variants.created == 3);
        std::ranges::sort(shop.notes.rejections, {}, &LineProblem::line);
        CHECK(shop.rejections() == "4 malformed_amount, 5 malformed_line, 6 wrong_type, 7 wrong_type");
        const auto tea = shop.product("tea");
        CHECK(tea.variants.size() == 2);
        CHECK(tea.variants[1].options.at("size") == "large");
        CHECK(tea.attributes.at("origin") == "India");
        CHECK(shop.import_text(csv)->variants == ImportCounts{.unchanged = 3});
        CHECK(shop.import_text("sku,price\nTEA-S,4.75\n")->variants == ImportCounts{.updated = 1});
        CHECK(shop.product("tea").variants[0].price.amount() == 475);
    }

    TEST_CASE("a CSV header has to be understood before any row is taken") {
        CatalogueShop shop;
        CHECK(shop.import_text("sku,colour\nA,red\n").error().code == "unknown_column");
        CHECK(shop.import_text("title,price\nA,1\n").error().code == "missing_column");
        CHECK(shop.import_text("sku,sku\nA,1\n").error().code == "duplicate_column");
        CHECK(shop.import_text(" \n").error().code == "unknown_format");
        CHECK(shop.import_text("", "xml").error().code == "unknown_format");
    }

    TEST_CASE("Magento variants find their parent before and behind them") {
        const auto variant = [](const std::string& sku) {
            return R"({"type":"simple","sku":")" + sku +
                   R"(","name":"x","price":"5","currency":"USD","visible":false,"qty":"2"})" + "\n";
        };
        const std::string parent =
            R"({"type":"configurable","sku":"P","name":"Shirt","visible":true,"price":"5","variants":[)"
            R"({"sku":"P-1","size":"S"},{"sku":"P-2","size":"L"},{"sku":"P-3","size":"XL"}]})"
            "\n";
        CatalogueShop shop;
        const auto report = shop.import_text(variant("P-1") + parent + variant("P-2") + variant("LOST"));
        REQUIRE(report);
        CHECK(shop.product("shirt").variants.size() == 2);
        CHECK(shop.product("shirt").variants[1].title == "L");
        CHECK(shop.remarks("missing_variant") == 1);
        CHECK(shop.rejections() == "4 no_parent");
    }

    TEST_CASE("a file that is damaged or missing is unreadable") {
        CatalogueShop shop;
        std::string messages;
        CHECK(shop.command(shop.folder() / "none", messages) == "unreadable_file");
        CHECK(shop.command(shop.folder(), messages) == "unreadable_file");
        CHECK(shop.import_text(std::string{"\xFD"
                                           "7zXZ\0garbage",
                                           13})
                  .error()
                  .code == "unreadable_file");
    }

    TEST_CASE("the command tells what it did and which lines it could not take") {
        CatalogueShop shop;
        std::ofstream{shop.folder() / "c.csv"} << "sku,title,price\nA,A,1\nB,B,x\n";
        std::string messages;
        const auto summary = shop.command(shop.folder() / "c.csv", messages);
        CHECK(summary.find("1 created") != std::string::npos);
        CHECK(summary.find("1 rejected, 0 notes; 3 lines") != std::string::npos);
        CHECK(messages.starts_with("line 3: rejected: malformed_amount:"));
    }

    TEST_CASE("the demo catalogue fills the shop without a complaint, and only once") {
        CatalogueShop shop;
        const auto file = std::filesystem::path{ORION_SOURCE_DIR} / "deploy/demo-catalogue.jsonl";
        const auto report = shop.import(file);
        REQUIRE(report);
        CHECK(shop.rejections() == "");
        CHECK(report->products.created >= 55);
        CHECK(shop.import(file)->products == ImportCounts{.unchanged = report->products.created});
        for (const auto& [sku, quantity] : shop.stock.received) CHECK(quantity > 0);
    }
}

TEST_SUITE("catalogue_files/shared_files") {
    TEST_CASE("the fashion catalogue: 2,044 lines, twice") {
        const auto file = test::shared_file("fashion_catalogue.jsonl.xz");
        if (!file) return;
        CatalogueShop shop;
        const auto report = shop.import(*file);
        REQUIRE(report);
        // One download is free, and this shop gives nothing away.
        CHECK(shop.rejections() == "2044 out_of_range");
        CHECK(report->products.created == 196);
        CHECK(report->variants.created == 1'896);
        CHECK(shop.stock.received.size() == 1'891);
        CHECK(shop.product("chaz-kangeroo-hoodie").variants.size() == 15);
        const auto again = shop.import(*file);
        CHECK(again->products == ImportCounts{.unchanged = 196});
        CHECK(again->variants == ImportCounts{.unchanged = 1'896});
        const auto categories = ListCategories{shop.queries}.execute();
        const auto men = std::ranges::find(*categories, "men", &CategoryView::slug);
        REQUIRE(men != categories->end());
        CHECK(men->product_count > 0);
    }

    TEST_CASE("the eShop catalogue: exact prices out of JSON numbers") {
        const auto file = test::shared_file("eshop_catalogue.json.xz");
        if (!file) return;
        CatalogueShop shop;
        const auto report = shop.import(*file);
        REQUIRE(report);
        CHECK(report->products == ImportCounts{.created = 101});
        CHECK(report->rejected == 0);
        CHECK(shop.product("wanderer-black-hiking-boots").variants[0].price == Money{10'999, *Currency::parse("USD")});
        CHECK(shop.import(*file)->products == ImportCounts{.unchanged = 101});
    }

    TEST_CASE("the Best Buy tree: what dangles and what hangs twice is reported") {
        const auto file = test::shared_file("bestbuy_categories.json.xz");
        if (!file) return;
        CatalogueShop shop;
        const auto report = shop.import(*file);
        REQUIRE(report);
        // 4,584 rows, one of them without a name; 139 categories are named only in the paths of others.
        CHECK(report->categories.created == 4'583 + 139);
        CHECK(shop.rejections() == "3980 required");
        CHECK(shop.remarks("dangling_link") == 2'182);
        CHECK(shop.remarks("only_in_path") == 139);
        CHECK(shop.remarks("several_parents") == 371);
        CHECK(shop.import(*file)->categories == ImportCounts{.unchanged = 4'583});
        CHECK(ListCategories{shop.queries}.execute()->size() == 43);
    }
}
