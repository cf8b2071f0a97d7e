#include "orion/catalogue_files/open_catalogue.hpp"

#include "orion/catalogue_files/csv_source.hpp"
#include "orion/catalogue_files/entry_mapper.hpp"
#include "orion/catalogue_files/json_tree.hpp"
#include "orion/catalogue_files/record_reader.hpp"

#include <array>
#include <utility>

namespace orion::catalogue_files {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 6> format_names{{
    {"auto", Format::detected},
    {"json", Format::orion_json},
    {"csv", Format::orion_csv},
    {"magento", Format::magento},
    {"eshop", Format::eshop},
    {"bestbuy-categories", Format::bestbuy_categories},
}};

/// By members that only one of the forms has.
Format detect(const Json& object) {
    if (object.member("subCategories") != nullptr) return Format::bestbuy_categories;
    if (object.member("Id") != nullptr && object.member("Price") != nullptr) return Format::eshop;
    if (object.member("type") != nullptr && object.member("name") != nullptr) return Format::magento;
    return Format::orion_json;
}

std::unique_ptr<EntryMapper> make_mapper(Format format) {
    switch (format) {
        case Format::magento:
            return make_magento_mapper();
        case Format::eshop:
            return make_eshop_mapper();
        case Format::bestbuy_categories:
            return make_bestbuy_categories_mapper();
        case Format::detected:
        case Format::orion_json:
        case Format::orion_csv:
            break;
    }
    return make_orion_mapper();
}

std::string problem_with(Record::State state) {
    switch (state) {
        case Record::State::too_long:
            return "This is longer than 1 MiB.";
        case Record::State::cut_off:
            return "The file ends here, before its end.";
        case Record::State::misplaced:
            return "A comma or bracket stands where an entry should.";
        case Record::State::whole:
            break;
    }
    return "This is not a JSON object (UTF-8, nested at most 32 deep, no member twice).";
}

class JsonSource final : public catalog::CatalogueSource {
public:
    JsonSource(std::unique_ptr<RecordReader> records, Format format) : records_{std::move(records)}, format_{format} {}

    Result<std::optional<catalog::CatalogueEntry>> next() override {
        while (ready_.empty() && !is_over_) ORION_CHECK(read());
        if (ready_.empty() && mapper_) mapper_->finish(ready_);
        if (ready_.empty()) return std::optional<catalog::CatalogueEntry>{};
        auto entry = std::move(ready_.front());
        ready_.pop_front();
        return entry;
    }

private:
    Result<void> read() {
        ORION_TRY(const auto record, records_->next());
        is_over_ = !record;
        if (!record || is_blank(*record)) return {};
        const auto json = record->state == Record::State::whole ? parse_json(record->text) : std::nullopt;
        if (!json || json->object() == nullptr) {
            const auto code =
                record->state == Record::State::too_long ? ErrorCode{"too_long"} : ErrorCode{"malformed_line"};
            ready_.emplace_back(catalog::RejectedLine{{record->line, code, problem_with(record->state)}});
            return {};
        }
        if (!mapper_) mapper_ = make_mapper(format_ == Format::detected ? detect(*json) : format_);
        mapper_->take(*record, *json, ready_);
        return {};
    }

    static bool is_blank(const Record& record) {
        return record.state == Record::State::whole && record.text.find_first_not_of(" \t\r") == std::string::npos;
    }

    std::unique_ptr<RecordReader> records_;
    Format format_;
    std::unique_ptr<EntryMapper> mapper_{};
    Entries ready_{};
    bool is_over_ = false;
};

/// Tells JSON lines, a JSON array and CSV apart by the first byte that is not blank, once somebody asks for an entry.
class DetectingSource final : public catalog::CatalogueSource {
public:
    DetectingSource(std::unique_ptr<ByteSource> bytes, Format format) : bytes_{std::move(bytes)}, format_{format} {}

    Result<std::optional<catalog::CatalogueEntry>> next() override {
        if (!source_) {
            ORION_TRY(source_, choose());
        }
        return source_->next();
    }

private:
    Result<std::unique_ptr<catalog::CatalogueSource>> choose() {
        ByteReader reader{std::move(bytes_)};
        ORION_TRY(const auto lines, skip_blanks(reader));
        ORION_TRY(const auto first, reader.peek());
        const bool wants_json = format_ != Format::detected && format_ != Format::orion_csv;
        const bool looks_like_json = first && (*first == '{' || *first == '[');
        if (format_ == Format::orion_csv || (!wants_json && first && !looks_like_json))
            return std::make_unique<CsvSource>(CsvReader{std::make_unique<LineReader>(std::move(reader), lines)});
        if (!first && format_ == Format::detected)
            return fail(ErrorKind::invalid, "unknown_format", "The file is empty.");
        if (first && *first == '[')
            return std::make_unique<JsonSource>(std::make_unique<ArrayReader>(std::move(reader)), format_);
        return std::make_unique<JsonSource>(std::make_unique<LineReader>(std::move(reader), lines), format_);
    }

    /// Returns how many lines were left behind.
    static Result<std::size_t> skip_blanks(ByteReader& reader) {
        for (std::size_t lines = 0;; reader.take()) {
            ORION_TRY(const auto c, reader.peek());
            if (!c || (*c != ' ' && *c != '\t' && *c != '\r' && *c != '\n')) return lines;
            lines += *c == '\n' ? 1 : 0;
        }
    }

    std::unique_ptr<ByteSource> bytes_;
    Format format_;
    std::unique_ptr<catalog::CatalogueSource> source_{};
};

}  // namespace

Result<Format> parse_format(std::string_view name) {
    for (const auto& [known, format] : format_names)
        if (known == name) return format;
    return fail(ErrorKind::invalid, "unknown_format",
                "A format is auto, json, csv, magento, eshop or bestbuy-categories.");
}

Result<std::unique_ptr<catalog::CatalogueSource>> open_catalogue(std::unique_ptr<ByteSource> bytes, Format format) {
    ORION_TRY(auto plain, unpacked(std::move(bytes)));
    return open_plain_catalogue(std::move(plain), format);
}

std::unique_ptr<catalog::CatalogueSource> open_plain_catalogue(std::unique_ptr<ByteSource> bytes, Format format) {
    return std::make_unique<DetectingSource>(std::move(bytes), format);
}

Result<std::unique_ptr<catalog::CatalogueSource>> LocalCatalogueFiles::open(const std::string& path,
                                                                            std::string_view format) {
    ORION_TRY(const auto known, parse_format(format));
    ORION_TRY(auto bytes, open_file(path));
    return open_catalogue(std::move(bytes), known);
}

}  // namespace orion::catalogue_files
