#include "integration/catalogue_files/catalogue_shop.hpp"
#include "support/shared_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

using namespace orion;
using namespace orion::catalog;
using test::CatalogueShop;

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// What another shop becomes when it imports what this one exports. A second import must change nothing.
class Copy {
public:
    explicit Copy(CatalogueShop& original, const std::string& format = "json") {
        const auto file = original.folder() / "export";
        const auto written = original.export_to(file, format);
        REQUIRE(written);
        report = *written;
        text = text_of(file);
        const auto imported = shop.import(file);
        REQUIRE(imported);
        CHECK(shop.rejections() == "");
        CHECK(imported->products == ImportCounts{.created = report.products});
        CHECK(imported->variants == ImportCounts{.created = report.variants});
        const auto before = shop.everything();
        const auto again = shop.import(file);
        REQUIRE(again);
        CHECK(again->products == ImportCounts{.unchanged = report.products});
        CHECK(shop.everything() == before);
    }

    CatalogueShop shop;
    ExportReport report;
    std::string text;
};

constexpr auto odd_catalogue =
    R"({"category":[{"slug":"empty","name":"Nothing \"yet\""}]})"
    "\n"
    R"({"category":[{"slug":"tea","name":"Tea"},{"slug":"green-a","name":"Green"}]})"
    "\n"
    R"({"category":[{"slug":"tea","name":"Tea"},{"slug":"green-b","name":"Green"}]})"
    "\n"
    R"({"slug":"sencha","title":"Sencha, \"first\" flush","description":"Two\nlines.","category_slugs":["green-b","tea"],)"
    R"("categories":[["Ski/boarding | more ","\\Goggles"]],"image_urls":["/a|b.jpg","/c.jpg"],)"
    R"("attributes":{"origin":"Japan","note":""},"variants":[)"
    R"({"sku":"S-1","title":"50 g","options":{"weight":"50 g"},"price":"4.50"},)"
    R"({"sku":"S-2","title":"100 g","options":{"weight":"100 g","tin":"yes"},"price":"900","currency":"JPY"},)"
    R"({"sku":"S-3","price":"0.01","active":false}]})"
    "\n"
    R"({"slug":"draft","title":"Draft","status":"draft","sku":"D","price":"1"})"
    "\n"
    R"({"slug":"old","title":"Old","status":"archived","sku":"O","price":"1"})"
    "\n";

CatalogueShop& fill(CatalogueShop& shop, const std::string& text) {
    REQUIRE(shop.import_text(text));
    REQUIRE(shop.rejections() == "");
    return shop;
}

}  // namespace

TEST_SUITE("catalogue_files/export") {
    TEST_CASE("an exported catalogue fills an empty shop with the same: drafts, shelves, odd names and all") {
        CatalogueShop shop;
        const Copy copy{fill(shop, odd_catalogue)};
        CHECK(copy.report == ExportReport{.categories = 6, .products = 3, .variants = 5});
        CHECK(copy.shop.everything() == shop.everything());
    }

    TEST_CASE("what was sold out of by hand stays on sale without anything to sell") {
        CatalogueShop shop;
        fill(shop, R"({"slug":"cup","title":"Cup","sku":"CUP","price":"3"})");
        shop.edit("cup", [](ProductContent& content) { content.variants.front().selling = Selling::no; });
        const Copy copy{shop};
        CHECK(copy.shop.everything() == shop.everything());
        CHECK(copy.text.contains(R"("status":"active")"));
    }

    TEST_CASE("as CSV, a product is a row per variant, its shelves are paths of names") {
        CatalogueShop shop;
        fill(
            shop,
            R"({"slug":"sencha","title":"Sencha, \"first\"","description":"Two\nlines.","attributes":{"origin":"Japan"},)"
            R"("categories":["Tea/Green",["Ski/boarding | more ","\\Goggles"]],"image_urls":["/a|b.jpg","/c.jpg"],)"
            R"("variants":[{"sku":"S-1","title":"50 g","options":{"weight":"50 g"},"price":"4.50"},)"
            R"({"sku":"S-2","price":"9","currency":"JPY","active":false}]})"
            "\n"
            R"({"slug":"old","title":"Old","status":"archived","sku":"O","price":"1"})");
        const Copy copy{shop, "csv"};
        CHECK(copy.text ==
              "sku,slug,title,description,categories,image_urls,status,variant_title,price,currency,active,"
              "option:weight,attribute:origin\r\n"
              "S-1,sencha,\"Sencha, \"\"first\"\"\",\"Two\nlines.\",Tea/Green|Ski\\/boarding \\| more\\ /\\\\Goggles,"
              "/a\\|b.jpg|/c.jpg,active,50 g,4.50,GBP,true,50 g,Japan\r\n"
              "S-2,sencha,,,,,,,9,JPY,false,,\r\n"
              "O,old,Old,,,,archived,,1.00,GBP,true,,\r\n");
        CHECK(copy.shop.everything() == shop.everything());
    }

    TEST_CASE("names of columns may begin and end with blanks, as names of attributes do") {
        CatalogueShop shop;
        fill(shop, R"({"slug":"cup","title":"Cup","attributes":{"a":"1","a ":"2"," a":"3","b\\":"4"},)"
                   R"("variants":[{"sku":"CUP","price":"3","options":{"size ":"S"}}]})");
        const Copy copy{shop, "csv"};
        CHECK(copy.shop.everything() == shop.everything());
    }

    TEST_CASE("a description may have as many lines as it has bytes") {
        CatalogueShop shop;
        std::string description = "Top";
        for (int i = 0; i < 19'990; ++i) description += "\\n";
        fill(shop,
             R"({"slug":"cup","title":"Cup","description":")" + description + R"(Bottom","sku":"CUP","price":"3"})");
        const Copy copy{shop, "csv"};
        CHECK(copy.shop.everything() == shop.everything());
    }

    TEST_CASE("a large catalogue is written to its end") {
        CatalogueShop shop;
        std::string lines;
        for (int i = 0; i < 250; ++i) {
            const auto number = std::to_string(i);
            lines.append(R"({"title":"Item )").append(number);
            lines.append(R"(","sku":")").append(number);
            lines.append(R"(","price":"1","categories":["Shelf )").append(number).append("\"]}\n");
        }
        const Copy copy{fill(shop, lines)};
        CHECK(copy.report == ExportReport{.categories = 250, .products = 250, .variants = 250});
        CHECK(copy.shop.everything() == shop.everything());
    }

    TEST_CASE("what changes during an export is not in it") {
        CatalogueShop shop;
        fill(shop, odd_catalogue);
        const auto before = shop.everything();
        std::size_t seen = 0;
        REQUIRE(shop.archive.read([&](CatalogueMoment& moment) -> Result<void> {
            CHECK(moment.categories({}, 1).size() == 1);
            shop.edit("sencha", [](ProductContent& content) { content.title = "Sold"; });
            fill(shop, R"({"slug":"new","title":"New","sku":"N","price":"1"})");
            for (const auto& product : moment.products({}, 100)) {
                ++seen;
                CHECK(product.content().title != "Sold");
            }
            return {};
        }));
        CHECK(seen == 3);
        CHECK(shop.everything() != before);
    }

    TEST_CASE("a file appears when it is complete, and the one before it stays until then") {
        CatalogueShop shop;
        fill(shop, odd_catalogue);
        const auto file = shop.folder() / "export.jsonl";
        std::ofstream{file} << "yesterday";
        {
            const auto writer = catalogue_files::LocalCatalogueTargets{}.create(file.string(), "json");
            REQUIRE(writer);
            REQUIRE((*writer)->write(CategoryTrail{{"tea", "Tea"}}));
        }
        CHECK(text_of(file) == "yesterday");
        REQUIRE(shop.export_to(file));
        CHECK(text_of(file).contains("sencha"));
        for (const auto& entry : std::filesystem::directory_iterator{shop.folder()})
            CHECK_FALSE(entry.path().string().contains(".part"));
    }

    TEST_CASE("an export says why it cannot be written") {
        CatalogueShop shop;
        CHECK(shop.export_to(shop.folder()).error().code == "unwritable_file");
        CHECK(shop.export_to(shop.folder() / "no" / "such" / "folder").error().code == "unwritable_file");
        CHECK(shop.export_to(shop.folder() / "file", "xml").error().code == "unknown_format");
    }

    TEST_CASE("the command tells how much it wrote") {
        CatalogueShop shop;
        fill(shop, odd_catalogue);
        std::ostringstream messages;
        catalogue_files::LocalCatalogueTargets targets;
        ExportCatalogue use_case{shop.archive};
        cli::CatalogExportCommand command{{.export_catalogue = use_case, .targets = targets}, messages};
        REQUIRE(command.execute({.file = (shop.folder() / "out").string()}));
        CHECK(messages.str().starts_with("3 products with 5 variants, 6 categories in "));
    }

    TEST_CASE("a shelf that nobody made is no shelf") {
        CatalogueShop shop;
        REQUIRE(shop.import_text(R"({"title":"Cup","sku":"CUP","price":"1","category_slugs":["none"]})"
                                 "\n"
                                 R"({"category":"tea"})"
                                 "\n"
                                 R"({"category":[{"slug":"tea","name":"Tea","colour":"green"}]})"));
        CHECK(shop.rejections() == "2 malformed_category, 3 unknown_field, 1 category_not_found");
        CHECK(shop.everything().empty());
    }
}

TEST_SUITE("catalogue_files/export of shared files") {
    TEST_CASE("the fashion catalogue, the eShop's and the demo fill another shop with the same") {
        for (const auto* const name : {"fashion_catalogue.jsonl.xz", "eshop_catalogue.json.xz", ""}) {
            CAPTURE(name);
            const auto demo = std::filesystem::path{ORION_SOURCE_DIR} / "deploy/demo-catalogue.jsonl";
            const auto file = *name == '\0' ? demo : test::shared_file(name);
            if (!file) continue;
            CatalogueShop shop;
            REQUIRE(shop.import(*file));
            const Copy copy{shop};
            CHECK(copy.shop.everything() == shop.everything());
            CHECK(Copy{shop, "csv"}.report == copy.report);
        }
    }
}
