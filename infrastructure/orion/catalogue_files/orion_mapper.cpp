#include "orion/catalogue_files/category_path.hpp"
#include "orion/catalogue_files/decimal_text.hpp"
#include "orion/catalogue_files/entry_mapper.hpp"
#include "orion/catalogue_files/member_reader.hpp"
#include "orion/kernel/money.hpp"

#include <string>
#include <utility>

namespace orion::catalogue_files {
namespace {

using catalog::CategoryPath;
using catalog::ImportedProduct;
using catalog::ImportedVariant;

/// Decimal text or number, or the API's money.
void read_price(MemberReader& members, ImportedVariant& variant) {
    const auto* const price = members.any("price");
    variant.currency = members.text("currency");
    if (price == nullptr) return;
    if (price->object() == nullptr) {
        variant.price = members.text_or_number("price");
        return;
    }
    MemberReader money{*price};
    const auto amount = money.integer("amount");
    variant.currency = money.text("currency");
    const auto currency = Currency::parse(variant.currency.value_or(""));
    if (!currency) money.note(currency.error().code, currency.error().message);
    if (!amount) money.note("required", "price.amount: This may not be missing.");
    if (auto problem = money.problem()) {
        members.note(problem->code, problem->message);
    } else {
        variant.price = decimal_text(*amount, *currency);
    }
}

ImportedVariant read_variant(MemberReader& members, std::size_t line) {
    ImportedVariant variant{.line = line, .sku = members.text("sku").value_or("")};
    variant.options = members.named_texts("options");
    variant.opening_stock = members.integer("stock");
    if (const auto active = members.boolean("active"))
        variant.selling = *active ? catalog::Selling::yes : catalog::Selling::no;
    read_price(members, variant);
    return variant;
}

std::optional<std::vector<CategoryPath>> read_categories(MemberReader& members) {
    const auto* const member = members.any("categories");
    if (member == nullptr) return std::nullopt;
    std::vector<CategoryPath> paths;
    const auto* const list = member->array();
    if (list == nullptr) members.note("wrong_type", "categories: This should be a list of paths.");
    for (const auto& element : list != nullptr ? *list : Json::Array{}) {
        if (const auto* const path = element.text()) {
            paths.push_back(split_path(*path));
        } else if (const auto* const names = element.array()) {
            CategoryPath path_of_names;
            for (const auto& name : *names) path_of_names.push_back(name.text() != nullptr ? *name.text() : "");
            paths.push_back(std::move(path_of_names));
        } else {
            members.note("wrong_type", "categories: A path is a text or a list of names.");
        }
    }
    return paths;
}

class OrionMapper final : public EntryMapper {
public:
    void take(const Record& record, const Json& object, Entries& entries) override {
        MemberReader members{object};
        if (const auto* const trail = members.any("category")) {
            catalog::ImportedCategory category{.line = record.line, .path = read_trail(*trail, members)};
            append(std::move(category), members, record.line, entries);
        } else {
            append(read_product(record, members), members, record.line, entries);
        }
    }

private:
    /// The entry, unless something is wrong with the line.
    static void append(catalog::CatalogueEntry entry, MemberReader& members, std::size_t line, Entries& entries) {
        if (auto problem = members.problem()) {
            entries.emplace_back(catalog::RejectedLine{{line, problem->code, problem->message}});
        } else {
            entries.push_back(std::move(entry));
        }
    }

    static std::vector<catalog::CategoryNode> read_trail(const Json& trail, MemberReader& members) {
        std::vector<catalog::CategoryNode> nodes;
        for (const auto& element : trail.array() != nullptr ? *trail.array() : Json::Array{}) {
            if (element.object() == nullptr) {
                members.note("wrong_type", "category: It is a list of objects.");
                continue;
            }
            MemberReader node{element};
            nodes.push_back({node.text("slug").value_or(""), node.text("name").value_or("")});
            if (auto problem = node.problem()) members.note(problem->code, problem->message);
        }
        if (nodes.empty()) members.note("malformed_category", "category: It is a list, from the root to the category.");
        return nodes;
    }

    static ImportedProduct read_product(const Record& record, MemberReader& members) {
        ImportedProduct product{.line = record.line, .variants = {}};
        product.slug = members.text("slug");
        product.title = members.text("title");
        product.description = members.text("description");
        product.categories = read_categories(members);
        product.category_slugs = members.texts("category_slugs");
        product.image_urls = members.texts("image_urls");
        product.attributes = members.named_texts("attributes");
        product.status = members.text("status");
        if (const auto* const variants = members.any("variants")) {
            read_variants(*variants, members, product);
        } else {
            product.variants.push_back(read_variant(members, record.line));
        }
        return product;
    }

    static void read_variants(const Json& variants, MemberReader& members, ImportedProduct& product) {
        const auto* const list = variants.array();
        if (list == nullptr) members.note("wrong_type", "variants: This should be a list.");
        for (const auto& element : list != nullptr ? *list : Json::Array{}) {
            if (element.object() == nullptr) {
                members.note("wrong_type", "variants: A variant is an object.");
                continue;
            }
            MemberReader of_variant{element};
            auto variant = read_variant(of_variant, product.line);
            variant.title = of_variant.text("title");
            if (auto problem = of_variant.problem()) members.note(problem->code, problem->message);
            product.variants.push_back(std::move(variant));
        }
    }
};

}  // namespace

std::unique_ptr<EntryMapper> make_orion_mapper() { return std::make_unique<OrionMapper>(); }

}  // namespace orion::catalogue_files
