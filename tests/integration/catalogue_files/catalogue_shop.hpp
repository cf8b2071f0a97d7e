#pragma once

#include "orion/catalog/export_catalogue.hpp"
#include "orion/catalog/import_catalogue.hpp"
#include "orion/catalogue_files/create_catalogue.hpp"
#include "orion/catalogue_files/open_catalogue.hpp"
#include "orion/cli/catalog_commands.hpp"
#include "orion/persistence/catalog/soci_catalog_store.hpp"
#include "orion/persistence/catalog/soci_catalogue_archive.hpp"
#include "orion/persistence/catalog/soci_catalogue_queries.hpp"

#include "support/fake_catalogue_source.hpp"
#include "support/fake_id_generator.hpp"
#include "support/shop_database.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace orion::test {

/// A shop that reads and writes catalogue files.
class CatalogueShop {
public:
    Result<catalog::ImportReport> import(const std::filesystem::path& file, const std::string& format = "auto") {
        notes = {};
        ORION_TRY(const auto source, catalogue_files::LocalCatalogueFiles{}.open(file.string(), format));
        return use_case_.execute({.currency = *Currency::parse("GBP")}, *source, notes);
    }

    Result<catalog::ImportReport> import_text(const std::string& text, const std::string& format = "auto") {
        const auto file = database_.folder.path() / "catalogue";
        std::ofstream{file, std::ios::binary} << text;
        return import(file, format);
    }

    std::string rejections() const {
        std::string text;
        for (const auto& problem : notes.rejections)
            text += (text.empty() ? "" : ", ") + std::to_string(problem.line) + " " + std::string{problem.code.text()};
        return text;
    }

    std::size_t remarks(std::string_view code) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            notes.remarks, [code](const catalog::LineProblem& remark) { return remark.code == code; }));
    }

    catalog::ProductView product(const std::string& slug) const {
        auto found = queries.find(*catalog::Slug::parse(slug));
        REQUIRE(found);
        REQUIRE(*found);
        return **found;
    }

    std::string command(const std::filesystem::path& file, std::string& messages) {
        std::ostringstream out;
        std::ostringstream err;
        catalogue_files::LocalCatalogueFiles files;
        cli::CatalogCommands commands{{use_case_, files}, out, err};
        const auto done = commands.import({.file = file.string(), .currency = *Currency::parse("GBP")});
        messages = err.str();
        return done ? out.str() : std::string{done.error().code.text()};
    }

    Result<catalog::ExportReport> export_to(const std::filesystem::path& file,
                                            const std::string& format = "json") const {
        ORION_TRY(const auto writer, catalogue_files::LocalCatalogueTargets{}.create(file.string(), format));
        return catalog::ExportCatalogue{archive}.execute(*writer);
    }

    /// What the shop's products and categories are, whatever their ids: a line each.
    std::vector<std::string> everything() const {
        std::vector<std::string> lines;
        const auto read = archive.read([&lines](catalog::CatalogueMoment& moment) -> Result<void> {
            std::map<CategoryId, std::string> slugs;
            const auto categories = moment.categories({}, 100'000);
            for (const auto& category : categories) slugs.emplace(category.id(), category.slug().text());
            for (const auto& category : categories) {
                std::string line = "category " + category.slug().text() + ' ' + category.name() + " below";
                for (const auto& ancestor : category.ancestors()) line += ' ' + slugs.at(ancestor);
                lines.push_back(line);
            }
            for (const auto& product : moment.products({}, 100'000)) lines.push_back(line_of(product, slugs));
            return {};
        });
        REQUIRE(read);
        std::ranges::sort(lines);
        return lines;
    }

    /// Changes a product as an editor does.
    void edit(const std::string& slug, const std::function<void(catalog::ProductContent&)>& change) {
        REQUIRE(store_.transact([&](catalog::CatalogWork& work) -> Result<void> {
            auto product = work.products().find_by_slug(*catalog::Slug::parse(slug)).value();
            auto content = product.content();
            change(content);
            ORION_CHECK(product.revise(std::move(content), database_.clock.now()));
            return work.products().save(product);
        }));
    }

    const std::filesystem::path& folder() const { return database_.folder.path(); }

    test::FakeOpeningStock stock;
    test::ImportNotes notes;

private:
    static std::string line_of(const catalog::Product& product, const std::map<CategoryId, std::string>& slugs) {
        const auto& content = product.content();
        std::ostringstream line;
        line << "product " << content.slug.text() << '\x1f' << content.title << '\x1f' << content.description << '\x1f'
             << to_text(product.status());
        for (const auto& category : content.categories) line << "\x1f in " << slugs.at(category);
        for (const auto& url : content.image_urls) line << "\x1f image " << url;
        for (const auto& [name, value] : content.attributes) line << "\x1f " << name << '=' << value;
        for (const auto& variant : content.variants) {
            line << "\x1f sku " << variant.sku.text() << ' ' << variant.title << ' ' << variant.price.amount() << ' '
                 << variant.price.currency().code() << (variant.selling == catalog::Selling::yes ? "" : " not sold");
            for (const auto& [name, value] : variant.options) line << "\x1f  " << name << '=' << value;
        }
        return line.str();
    }

    test::ShopDatabase database_{"messaging", "catalog"};
    persistence::SociCatalogStore store_{database_.database, database_.clock};
    test::FakeIdGenerator ids_;
    catalog::ImportCatalogue use_case_{store_, stock, database_.clock, ids_};

public:
    persistence::SociCatalogueQueries queries{database_.database};
    persistence::SociCatalogueArchive archive{database_.database};
};

}  // namespace orion::test
