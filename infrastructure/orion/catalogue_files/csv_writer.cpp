#include "orion/catalogue_files/csv_list.hpp"
#include "orion/catalogue_files/decimal_text.hpp"
#include "orion/catalogue_files/writers.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orion::catalogue_files {
namespace {

constexpr auto fixed_columns =
    std::to_array<std::string_view>({"sku", "slug", "title", "description", "categories", "image_urls", "status",
                                     "variant_title", "price", "currency", "active"});

/// A row of RFC 4180.
class Row {
public:
    void add(std::string_view cell) {
        if (has_cells_) text_ += ',';
        has_cells_ = true;
        if (cell.find_first_of(",\"\n") == std::string_view::npos) {
            text_ += cell;
            return;
        }
        text_ += '"';
        for (const char c : cell) {
            if (c == '"') text_ += '"';
            text_ += c;
        }
        text_ += '"';
    }

    std::string take_line() && { return std::move(text_) + "\r\n"; }

private:
    std::string text_;
    bool has_cells_ = false;
};

std::string categories_cell(const std::vector<catalog::CategoryTrail>& categories) {
    std::string cell;
    for (const auto& trail : categories) {
        if (!cell.empty()) cell += '|';
        for (const auto& node : trail) cell.append(&node == &trail.front() ? "" : "/").append(escaped(node.name, "|/"));
    }
    return cell;
}

std::string urls_cell(const std::vector<std::string>& urls) {
    std::string cell;
    for (const auto& url : urls) cell.append(cell.empty() ? "" : "|").append(escaped(url, "|"));
    return cell;
}

std::string_view value_of(const catalog::NamedTexts& texts, const std::string& name) {
    const auto found = texts.find(name);
    return found == texts.end() ? std::string_view{} : found->second;
}

class CsvWriter final : public catalog::CatalogueWriter {
public:
    explicit CsvWriter(std::unique_ptr<ByteSink> bytes) : bytes_{std::move(bytes)} {}

    bool needs_names() const override { return true; }

    Result<void> begin(const catalog::NamesInUse& names) override {
        names_ = names;
        Row header;
        for (const auto column : fixed_columns) header.add(column);
        for (const auto& name : names.options) header.add("option:" + escaped(name, ""));
        for (const auto& name : names.attributes) header.add("attribute:" + escaped(name, ""));
        return bytes_->write(std::move(header).take_line());
    }

    Result<void> write(const catalog::CategoryTrail&) override { return {}; }

    Result<void> write(const catalog::ExportedProduct& exported) override {
        const auto& content = exported.product.content();
        if (content.variants.empty())
            return fail(ErrorKind::conflict, "not_in_this_form",
                        "A row is a variant, and " + content.slug.text() + " has none: export JSON.");
        for (const auto& variant : content.variants)
            ORION_CHECK(write_row(exported, variant, &variant == &content.variants.front()));
        return {};
    }

    Result<void> end() override { return bytes_->finish(); }

private:
    /// Only the first row of a product says what its rows share.
    Result<void> write_row(const catalog::ExportedProduct& exported, const catalog::Variant& variant, bool is_first) {
        const auto& content = exported.product.content();
        Row row;
        row.add(variant.sku.text());
        row.add(content.slug.text());
        row.add(is_first ? content.title : "");
        row.add(is_first ? content.description : "");
        row.add(is_first ? categories_cell(exported.categories) : "");
        row.add(is_first ? urls_cell(content.image_urls) : "");
        row.add(is_first ? to_text(exported.product.status()) : "");
        row.add(variant.title);
        row.add(decimal_text(variant.price.amount(), variant.price.currency()));
        row.add(variant.price.currency().code());
        row.add(variant.selling == catalog::Selling::yes ? "true" : "false");
        for (const auto& name : names_.options) row.add(value_of(variant.options, name));
        for (const auto& name : names_.attributes) row.add(is_first ? value_of(content.attributes, name) : "");
        return bytes_->write(std::move(row).take_line());
    }

    std::unique_ptr<ByteSink> bytes_;
    catalog::NamesInUse names_{};
};

}  // namespace

std::unique_ptr<catalog::CatalogueWriter> make_csv_writer(std::unique_ptr<ByteSink> bytes) {
    return std::make_unique<CsvWriter>(std::move(bytes));
}

}  // namespace orion::catalogue_files
