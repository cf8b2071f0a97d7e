#include "orion/catalogue_files/category_path.hpp"
#include "orion/catalogue_files/entry_mapper.hpp"
#include "orion/catalogue_files/html_text.hpp"
#include "orion/catalogue_files/member_reader.hpp"
#include "orion/catalogue_files/scratch_database.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace orion::catalogue_files {
namespace {

using catalog::ImportedProduct;
using catalog::ImportedVariant;

constexpr std::int64_t entries_at_once = 50;

void reject(Entries& entries, std::size_t line, ErrorCode code, std::string message) {
    entries.emplace_back(catalog::RejectedLine{{line, code, std::move(message)}});
}

ImportedVariant read_offer(MemberReader& members, std::size_t line) {
    ImportedVariant variant{.line = line, .sku = members.text("sku").value_or("")};
    variant.price = members.text_or_number("price");
    variant.currency = members.text("currency");
    variant.opening_stock = members.integer("qty");
    return variant;
}

/// "Chaz Hoodie-XS-Black" and the like: what the options say, in the order of the file.
std::string title_of(const Json& link) {
    std::string title;
    for (const auto& [name, value] : *link.object())
        if (name != "sku" && value.text() != nullptr) title += (title.empty() ? "" : ", ") + *value.text();
    return title;
}

catalog::NamedTexts options_of(const Json& link) {
    catalog::NamedTexts options;
    for (const auto& [name, value] : *link.object())
        if (name != "sku" && value.text() != nullptr) options.emplace(name, *value.text());
    return options;
}

/// "Cool|Indoor" is "Cool, Indoor".
std::string listed(std::string_view text) {
    std::string list;
    for (const auto part : split(text, '|')) list.append(list.empty() ? "" : ", ").append(part);
    return list;
}

void read_attributes(MemberReader& members, ImportedProduct& product) {
    // Technical ones tell shoppers nothing; the web address is not an attribute.
    constexpr std::array<std::string_view, 2> technical{"visibility", "url_key"};
    auto attributes = members.named_texts("attributes").value_or(catalog::NamedTexts{});
    for (const auto name : technical) attributes.erase(std::string{name});
    for (auto& [name, value] : attributes) value = listed(value);
    for (const auto* const name : {"weight", "tax_class"})
        if (auto text = members.text_or_number(name); text && !text->empty())
            attributes.emplace(name, *std::move(text));
    product.attributes = std::move(attributes);
}

ImportedProduct read_product(MemberReader& members, std::size_t line) {
    ImportedProduct product{.line = line, .variants = {}};
    product.title = members.text("name");
    product.description = text_of_html(members.text("description_html").value_or(""));
    if (auto paths = members.texts("categories")) {
        product.categories.emplace();
        for (const auto& path : *paths) product.categories->push_back(split_path(path));
    }
    if (auto image = members.text("image"); image && !image->empty()) product.image_urls.emplace(1, *std::move(image));
    read_attributes(members, product);
    for (const auto* const unused : {"type", "special_price", "attribute_set", "visible", "url_key"})
        members.any(unused);
    return product;
}

/// Variants stand in lines of their own, marked invisible; their parent names them. Whichever comes first waits in the
/// scratch database.
class MagentoMapper final : public EntryMapper {
public:
    MagentoMapper() {
        scratch_.session().run_script(
            "CREATE TABLE variants (sku TEXT PRIMARY KEY, line INTEGER, body TEXT) WITHOUT ROWID;"
            "CREATE TABLE parents (line INTEGER PRIMARY KEY, body TEXT)");
    }

    void take(const Record& record, const Json& object, Entries& entries) override {
        const auto* const type = object.member("type");
        const auto* const visible = object.member("visible");
        const auto kind = type != nullptr && type->text() != nullptr ? *type->text() : std::string{};
        const bool is_visible = visible == nullptr || visible->boolean() == nullptr || *visible->boolean();
        if (kind == "configurable") {
            take_parent(record, object, entries);
        } else if (kind == "simple" && !is_visible) {
            keep_variant(record, object, entries);
        } else if (kind == "simple" || kind == "downloadable" || kind == "virtual") {
            take_single(record, object, entries);
        } else {
            reject(entries, record.line, "unknown_type", "The type should be simple, configurable or downloadable.");
        }
    }

    void finish(Entries& entries) override {
        const auto parents = scratch_.session().rows<std::int64_t, std::string>(
            "SELECT line, body FROM parents ORDER BY line LIMIT :1", entries_at_once);
        for (const auto& [line, body] : parents) {
            scratch_.session().run("DELETE FROM parents WHERE line = :1", line);
            emit_parent(static_cast<std::size_t>(line), parse_json(body).value(), entries);
        }
        if (!parents.empty()) return;
        const auto orphans = scratch_.session().rows<std::int64_t, std::string>(
            "SELECT line, sku FROM variants ORDER BY sku LIMIT :1", entries_at_once);
        for (const auto& [line, sku] : orphans) {
            scratch_.session().run("DELETE FROM variants WHERE sku = :1", sku);
            reject(entries, static_cast<std::size_t>(line), "no_parent", "No product has the variant " + sku + ".");
        }
    }

private:
    void take_single(const Record& record, const Json& object, Entries& entries) {
        MemberReader members{object};
        auto product = read_product(members, record.line);
        product.variants.push_back(read_offer(members, record.line));
        members.any("variants");
        if (auto problem = members.problem()) return reject(entries, record.line, problem->code, problem->message);
        entries.emplace_back(std::move(product));
    }

    void keep_variant(const Record& record, const Json& object, Entries& entries) {
        MemberReader members{object};
        const auto variant = read_offer(members, record.line);
        read_product(members, record.line);
        if (auto problem = members.problem()) return reject(entries, record.line, problem->code, problem->message);
        const auto kept = scratch_.session().run("INSERT INTO variants VALUES (:1, :2, :3) ON CONFLICT DO NOTHING",
                                                 variant.sku, static_cast<std::int64_t>(record.line), record.text);
        if (kept == 0) reject(entries, record.line, "duplicate_sku", "This SKU stands in an earlier line.");
    }

    void take_parent(const Record& record, const Json& object, Entries& entries) {
        const auto* const links = object.member("variants");
        const bool is_list_of_skus =
            links != nullptr && links->array() != nullptr && std::ranges::all_of(*links->array(), [](const Json& link) {
                const auto* const sku = link.member("sku");
                return sku != nullptr && sku->text() != nullptr;
            });
        if (!is_list_of_skus || links->array()->size() > catalog::ProductLimits::variants)
            return reject(entries, record.line, "malformed_variants",
                          "A configurable product lists up to 250 variants.");
        const bool is_complete = std::ranges::all_of(*links->array(), [this](const Json& link) {
            return find_variant(*link.member("sku")->text()).has_value();
        });
        if (is_complete) return emit_parent(record.line, object, entries);
        scratch_.session().run("INSERT INTO parents VALUES (:1, :2)", static_cast<std::int64_t>(record.line),
                               record.text);
    }

    struct KeptVariant {
        std::size_t line;
        std::string body;
    };
    std::optional<KeptVariant> find_variant(const std::string& sku) {
        auto row =
            scratch_.session().row<std::int64_t, std::string>("SELECT line, body FROM variants WHERE sku = :1", sku);
        if (!row) return std::nullopt;
        return KeptVariant{static_cast<std::size_t>(std::get<0>(*row)), std::move(std::get<1>(*row))};
    }

    void emit_parent(std::size_t line, const Json& object, Entries& entries) {
        MemberReader members{object};
        auto product = read_product(members, line);
        read_offer(members, line);
        const auto& links = *members.any("variants")->array();
        if (auto problem = members.problem()) return reject(entries, line, problem->code, problem->message);
        for (const auto& link : links) {
            const auto& sku = *link.member("sku")->text();
            const auto kept = find_variant(sku);
            if (!kept) {
                entries.emplace_back(
                    catalog::Remark{{line, "missing_variant", "The file has no variant " + sku + "."}});
                continue;
            }
            const auto body = parse_json(kept->body).value();
            MemberReader of_variant{body};
            auto variant = read_offer(of_variant, kept->line);
            variant.title = title_of(link);
            variant.options = options_of(link);
            product.variants.push_back(std::move(variant));
            scratch_.session().run("DELETE FROM variants WHERE sku = :1", sku);
        }
        entries.emplace_back(std::move(product));
    }

    ScratchDatabase scratch_;
};

}  // namespace

std::unique_ptr<EntryMapper> make_magento_mapper() { return std::make_unique<MagentoMapper>(); }

}  // namespace orion::catalogue_files
