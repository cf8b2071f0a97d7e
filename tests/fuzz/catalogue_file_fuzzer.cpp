// Any bytes as a catalogue file: whatever is wrong with it is told line by line, every line is taken or rejected
// exactly once, and what an import made of it can be exported and imported again without a change.
//
// Input: `c` for CSV, `j` for JSON lines, `m`, `e` or `b` for another shop's files; then the file.
#include "orion/catalog/export_catalogue.hpp"
#include "orion/catalog/import_catalogue.hpp"
#include "orion/catalogue_files/open_catalogue.hpp"
#include "orion/catalogue_files/writers.hpp"
#include "orion/kernel/text.hpp"

#include "fuzz/require.hpp"
#include "support/fake_catalog.hpp"
#include "support/fake_catalogue_source.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace orion;

namespace {

using catalogue_files::Format;
using test::require;

/// Hands a text out in pieces of at most so many bytes.
class TextBytes final : public catalogue_files::ByteSource {
public:
    TextBytes(std::string_view text, std::size_t most) : text_{text}, most_{most} {}

    Result<std::size_t> read(std::span<char> space) override {
        const auto count = std::min({space.size(), text_.size(), most_});
        std::memcpy(space.data(), text_.data(), count);
        text_.remove_prefix(count);
        return count;
    }

private:
    std::string_view text_;
    std::size_t most_;
};

class TextSink final : public catalogue_files::ByteSink {
public:
    explicit TextSink(std::string& text) : text_{text} {}
    Result<void> write(std::string_view bytes) override { return text_ += bytes, Result<void>{}; }
    Result<void> finish() override { return {}; }

private:
    std::string& text_;
};

std::unique_ptr<catalog::CatalogueSource> open(std::string_view text, Format format, std::size_t piece = 4096) {
    return catalogue_files::open_plain_catalogue(std::make_unique<TextBytes>(text, piece), format);
}

/// What a file says, as far as it must not depend on how it is read.
struct Content {
    std::vector<std::size_t> lines;  ///< of every variant and every rejection
    std::string text;

    friend bool operator==(const Content&, const Content&) = default;
};

struct Reader {
    Content& content;

    void operator()(const catalog::ImportedProduct& product) const {
        content.text += "product " + product.slug.value_or("-") + ' ' + product.title.value_or("-") + '\n';
        for (const auto& variant : product.variants) {
            content.lines.push_back(variant.line);
            content.text += variant.sku + ' ' + variant.price.value_or("-") + '\n';
        }
        if (product.variants.empty()) content.lines.push_back(product.line);
    }
    void operator()(const catalog::ImportedCategory& category) const {
        require(!category.path.empty());
        content.lines.push_back(category.line);
        content.text += "category " + category.path.back().slug + '\n';
    }
    void operator()(const catalog::RejectedLine& rejected) const {
        check(rejected.problem);
        content.lines.push_back(rejected.problem.line);
        content.text += std::string{rejected.problem.code.text()} + '\n';
    }
    void operator()(const catalog::Remark& remark) const { check(remark.problem); }

    /// A message is shown to people.
    static void check(const catalog::LineProblem& problem) {
        require(!problem.message.empty() && problem.message.size() < 500 && is_utf8(problem.message));
    }
};

Content read(std::string_view text, Format format, std::size_t piece) {
    const auto source = open(text, format, piece);
    Content content;
    while (true) {
        const auto entry = source->next();
        if (!entry) {
            content.text += "refused: " + std::string{entry.error().code.text()};
            return content;
        }
        if (!*entry) return content;
        std::visit(Reader{content}, **entry);
    }
}

std::string_view without_mark(std::string_view text) {
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

/// The numbers of the lines that are more than what `nothing` holds.
std::vector<std::size_t> filled_lines(std::string_view text, std::string_view nothing) {
    std::vector<std::size_t> filled;
    for (std::size_t line = 1; !text.empty(); ++line)
        if (test::take_until(text, '\n').find_first_not_of(nothing) != std::string_view::npos) filled.push_back(line);
    return filled;
}

void check_json_lines(std::string_view text, Content content) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '[') return;
    // Several variants of one line count once.
    content.lines.erase(std::ranges::unique(content.lines).begin(), content.lines.end());
    require(content.lines == filled_lines(text, " \t\r"));
}

void check_rows(std::string_view text, Content content) {
    if (content.lines.empty()) return;
    std::ranges::sort(content.lines);
    require(std::ranges::adjacent_find(content.lines) == content.lines.end());
    // Where nothing is quoted, a line is a row; the first one names the columns.
    if (text.contains('"') || text.contains('\r')) return;
    const auto header = filled_lines(text, " \t").front();
    auto rows = filled_lines(text, "");
    std::erase_if(rows, [header](std::size_t line) { return line <= header; });
    require(content.lines == rows);
}

/// The whole of a shop's catalogue.
class Archive final : public catalog::CatalogueArchive, catalog::CatalogueMoment {
public:
    explicit Archive(test::CatalogState& state) : state_{state} {}

    Result<void> read(const Reading& reading) const override {
        Archive moment{state_};
        return reading(moment);
    }

private:
    std::vector<catalog::Category> categories(const std::optional<CategoryId>& after, std::size_t limit) override {
        return page_of<catalog::Category>(state_.categories, after, limit);
    }
    std::vector<catalog::Product> products(const std::optional<ProductId>& after, std::size_t limit) override {
        return page_of<catalog::Product>(state_.products, after, limit);
    }

    template <class Thing, class Things, class Key>
    static std::vector<Thing> page_of(const Things& things, const std::optional<Key>& after, std::size_t limit) {
        std::vector<Thing> page;
        for (auto each = after ? things.upper_bound(*after) : things.begin();
             each != things.end() && page.size() < limit; ++each)
            page.push_back(Thing::restore(each->second));
        return page;
    }

    test::CatalogState& state_;
};

class Shop {
public:
    catalog::ImportReport import(std::string_view text, Format format) {
        notes = {};
        const auto source = open(text, format);
        auto report = catalog::ImportCatalogue{catalog_.store(), stock_, catalog_.clock, catalog_.ids}.execute(
            {.currency = *Currency::parse("GBP")}, *source, notes);
        return report.value_or(catalog::ImportReport{});
    }

    std::string exported(Format format) {
        std::string text;
        auto sink = std::make_unique<TextSink>(text);
        const auto writer = format == Format::orion_csv ? catalogue_files::make_csv_writer(std::move(sink))
                                                        : catalogue_files::make_json_writer(std::move(sink));
        require(catalog::ExportCatalogue{Archive{catalog_.state()}}.execute(*writer).has_value());
        return text;
    }

    std::size_t products() { return catalog_.state().products.size(); }

    test::ImportNotes notes;

private:
    test::FakeCatalog catalog_;
    test::FakeOpeningStock stock_;
};

void check_import(std::string_view text, Format format) {
    Shop shop;
    const auto report = shop.import(text, format);
    require(report.rejected == shop.notes.rejections.size());
    for (const auto& problem : shop.notes.rejections) Reader::check(problem);
    if (shop.products() == 0) return;

    const auto lines = shop.exported(Format::orion_json);
    Shop copy;
    require(copy.import(lines, Format::orion_json).products.created == shop.products());
    require(copy.notes.rejections.empty() && copy.exported(Format::orion_json) == lines);
    require(shop.import(lines, Format::orion_json).products.unchanged == shop.products());

    // A sheet leaves out what is empty, once.
    Shop sheet;
    require(sheet.import(shop.exported(Format::orion_csv), Format::orion_csv).products.created == shop.products());
    require(sheet.notes.rejections.empty());
    const auto rows = sheet.exported(Format::orion_csv);
    Shop sheet_again;
    require(sheet_again.import(rows, Format::orion_csv).products.created == shop.products());
    require(sheet_again.exported(Format::orion_csv) == rows);
}

std::optional<Format> format_of(std::uint8_t choice) {
    switch (choice) {
        case 'c':
            return Format::orion_csv;
        case 'j':
            return Format::orion_json;
        case 'm':
            return Format::magento;
        case 'e':
            return Format::eshop;
        case 'b':
            return Format::bestbuy_categories;
        default:
            return std::nullopt;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto format = size > 0 ? format_of(data[0]) : std::nullopt;
    if (!format) return 0;
    const auto text = test::text_of(data + 1, size - 1);
    const auto content = read(text, *format, size);
    require(content == read(text, *format, 1));
    if (*format == Format::orion_json) check_json_lines(without_mark(text), content);
    if (*format == Format::orion_csv) check_rows(without_mark(text), content);
    check_import(text, *format);
    return 0;
}
