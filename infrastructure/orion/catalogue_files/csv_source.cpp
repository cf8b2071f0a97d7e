#include "orion/catalogue_files/csv_source.hpp"

#include "orion/catalogue_files/category_path.hpp"
#include "orion/catalogue_files/csv_list.hpp"
#include "orion/catalogue_files/shown_name.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace orion::catalogue_files {
namespace {

using catalog::ImportedProduct;
using catalog::ImportedVariant;

constexpr std::array<std::string_view, 12> known_columns{"sku",        "title",      "slug",   "description",
                                                         "categories", "image_urls", "status", "variant_title",
                                                         "price",      "currency",   "active", "stock"};
constexpr std::string_view option_prefix = "option:";
constexpr std::string_view attribute_prefix = "attribute:";

bool is_known(std::string_view column) {
    const bool is_named = (column.starts_with(option_prefix) && column.size() > option_prefix.size()) ||
                          (column.starts_with(attribute_prefix) && column.size() > attribute_prefix.size());
    return is_named || std::ranges::find(known_columns, column) != known_columns.end();
}

std::unexpected<Error> refused(ErrorCode code, std::string message) {
    return fail(ErrorKind::invalid, code, std::move(message));
}

/// The column that a cell of the first row names. A blank around a name counts only behind a backslash.
std::string column_of(std::string_view cell) {
    const auto name = trimmed(cell);
    for (const auto prefix : {option_prefix, attribute_prefix})
        if (name.starts_with(prefix))
            return std::string{prefix} + unescaped(cell.substr(cell.find(prefix) + prefix.size()));
    return std::string{name};
}

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

Result<std::optional<catalog::CatalogueEntry>> CsvSource::next() {
    if (columns_.empty()) ORION_CHECK(read_header());
    while (ready_.empty() && !is_over_) ORION_CHECK(read_row());
    if (ready_.empty()) return std::optional<catalog::CatalogueEntry>{};
    auto entry = std::move(ready_.front());
    ready_.pop_front();
    return entry;
}

Result<void> CsvSource::read_header() {
    ORION_TRY(const auto header, rows_.next());
    for (const auto& name : header ? header->cells : std::vector<std::string>{}) {
        const auto column = column_of(name);
        if (!is_known(column)) return refused("unknown_column", "There is no such column: " + shown_name(column));
        if (!columns_.emplace(column, columns_.size()).second)
            return refused("duplicate_column", "This column stands there twice: " + shown_name(column));
    }
    if (!columns_.contains("sku")) return refused("missing_column", "The first row names the columns, sku among them.");
    return {};
}

Result<void> CsvSource::read_row() {
    ORION_TRY(const auto row, rows_.next());
    if (!row) {
        is_over_ = true;
        flush();
        return {};
    }
    std::optional<Error> problem;
    if (!row->is_sound) {
        problem = refused("malformed_line", "The quotes of this row do not match.").error();
    } else if (row->cells.size() != columns_.size()) {
        problem = refused("malformed_line", "This row has " + std::to_string(row->cells.size()) + " cells and not " +
                                                std::to_string(columns_.size()) + ".")
                      .error();
    }
    if (!problem) {
        auto product = product_of(row->line, row->cells);
        product.variants.push_back(variant_of(row->line, row->cells, problem));
        if (!problem) add(std::move(product));
    }
    if (problem) ready_.emplace_back(catalog::RejectedLine{{row->line, problem->code, problem->message}});
    return {};
}

ImportedProduct CsvSource::product_of(std::size_t line, const std::vector<std::string>& cells) const {
    ImportedProduct product{.line = line, .variants = {}};
    product.slug = cell(cells, "slug");
    product.title = cell(cells, "title");
    product.description = cell(cells, "description");
    product.status = cell(cells, "status");
    product.attributes = named(cells, attribute_prefix);
    if (const auto paths = cell(cells, "categories")) {
        product.categories.emplace();
        for (const auto path : split_escaped(*paths, '|')) {
            auto& names = product.categories->emplace_back();
            for (const auto name : split_escaped(path, '/')) names.push_back(unescaped(name));
        }
    }
    if (const auto urls = cell(cells, "image_urls")) {
        product.image_urls.emplace();
        for (const auto url : split_escaped(*urls, '|')) product.image_urls->push_back(unescaped(url));
    }
    return product;
}

ImportedVariant CsvSource::variant_of(std::size_t line, const std::vector<std::string>& cells,
                                      std::optional<Error>& problem) const {
    ImportedVariant variant{.line = line, .sku = cell(cells, "sku").value_or("")};
    variant.title = cell(cells, "variant_title");
    variant.price = cell(cells, "price");
    variant.currency = cell(cells, "currency");
    variant.options = named(cells, option_prefix);
    if (const auto active = cell(cells, "active")) {
        if (*active != "true" && *active != "false")
            problem = refused("wrong_type", "active: This should be true or false.").error();
        variant.selling = *active == "true" ? catalog::Selling::yes : catalog::Selling::no;
    }
    if (const auto stock = cell(cells, "stock")) {
        variant.opening_stock = parse_number(*stock);
        if (!variant.opening_stock) problem = refused("wrong_type", "stock: This should be a whole number.").error();
    }
    return variant;
}

std::optional<std::string> CsvSource::cell(const std::vector<std::string>& cells, std::string_view column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end() || cells[found->second].empty()) return std::nullopt;
    return cells[found->second];
}

std::optional<catalog::NamedTexts> CsvSource::named(const std::vector<std::string>& cells,
                                                    std::string_view prefix) const {
    std::optional<catalog::NamedTexts> texts;
    for (const auto& [column, index] : columns_) {
        if (!column.starts_with(prefix) || cells[index].empty()) continue;
        if (!texts) texts.emplace();
        texts->emplace(column.substr(prefix.size()), cells[index]);
    }
    return texts;
}

void CsvSource::add(ImportedProduct product) {
    const bool continues = product_ && product_->slug && product_->slug == product.slug &&
                           product_->variants.size() < catalog::ProductLimits::variants;
    if (!continues) {
        flush();
        product_ = std::move(product);
        return;
    }
    // What the first row leaves open, a later one may say.
    const auto complete = [](auto& known, auto& more) {
        if (!known) known = std::move(more);
    };
    complete(product_->title, product.title);
    complete(product_->description, product.description);
    complete(product_->categories, product.categories);
    complete(product_->image_urls, product.image_urls);
    complete(product_->attributes, product.attributes);
    complete(product_->status, product.status);
    product_->variants.push_back(std::move(product.variants.front()));
}

void CsvSource::flush() {
    if (product_) ready_.emplace_back(*std::exchange(product_, std::nullopt));
}

}  // namespace orion::catalogue_files
