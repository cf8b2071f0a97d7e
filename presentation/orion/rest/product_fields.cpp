#include "orion/rest/product_fields.hpp"

#include "orion/rest/fields.hpp"

#include <boost/json/array.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orion::rest {
namespace {

namespace json = boost::json;
using catalog::NamedTextEdits;
using catalog::Selling;
using catalog::Variant;
using Limits = catalog::ProductLimits;

/// Reads what the kinds of body have in common. Something bad is noted and stands in for itself, so that what is wrong
/// with the rest of the product is still found under its own path.
class Reader {
public:
    Reader(FieldErrors& errors, Edit edit) : errors_{errors}, edit_{edit} {}

    /// Nothing for an absent member. `null` empties what may be empty.
    std::optional<std::string> text(Fields& fields, std::string_view name, Presence presence = Presence::optional) {
        const auto* member = fields.value(name, presence);
        if (member == nullptr) return std::nullopt;
        if (presence == Presence::optional && empties(*member)) return std::string{};
        return text_at(*member, fields.path_of(name));
    }

    std::optional<std::vector<std::string>> texts(Fields& fields, std::string_view name, std::size_t most) {
        std::optional<std::vector<std::string>> found;
        const auto* list = array(fields, name, Presence::optional, most);
        if (list == nullptr) return found;
        found.emplace();
        for (const auto& element : *list) found->push_back(text_at(element, indexed(fields, name, found->size())));
        return found;
    }

    std::optional<std::vector<CategoryId>> categories(Fields& fields) {
        const auto listed = texts(fields, "category_ids", Limits::categories);
        if (!listed) return std::nullopt;
        std::vector<CategoryId> found;
        for (std::size_t i = 0; i < listed->size(); ++i)
            if (const auto id = errors_.take(indexed(fields, "category_ids", i), CategoryId::parse(listed->at(i))))
                found.push_back(*id);
        return found;
    }

    /// Nothing for an absent member, or for `null`, which empties it.
    std::optional<NamedTextEdits> named_texts(Fields& fields, std::string_view name, std::size_t most) {
        const auto* member = fields.value(name, Presence::optional);
        if (member == nullptr || empties(*member)) return std::nullopt;
        const auto* object = member->if_object();
        if (object == nullptr) errors_.add(fields.path_of(name), "wrong_type", "This field is an object of strings.");
        if (object == nullptr) return std::nullopt;
        NamedTextEdits edits;
        if (object->size() > most) errors_.add(fields.path_of(name), "too_many", "These are too many.");
        if (object->size() > most) return edits;
        for (const auto& each : *object) {
            const std::string key{each.key()};
            const bool is_taken_away = edit_ == Edit::merge && each.value().is_null();
            auto text =
                is_taken_away ? std::optional<std::string>{} : text_at(each.value(), fields.path_of(name) + '.' + key);
            edits.emplace(key, std::move(text));
        }
        return edits;
    }

    std::optional<std::vector<Variant>> variants(Fields& fields, Presence presence) {
        const auto* list = array(fields, "variants", presence, Limits::variants);
        if (list == nullptr) return std::nullopt;
        std::vector<Variant> found;
        for (const auto& element : *list) {
            const auto path = indexed(fields, "variants", found.size());
            if (const auto* object = element.if_object()) {
                Fields each{*object, errors_, path};
                found.push_back(variant(each, found.size()));
            } else {
                errors_.add(path, "wrong_type", "This is an object.");
                found.push_back(stand_in(found.size()));
            }
        }
        return found;
    }

    Variant variant(Fields& fields, std::size_t index = 0) {
        auto sku = fields.parsed("sku", Presence::required, Sku::parse);
        auto title = text(fields, "title");
        auto options = named_texts(fields, "options", Limits::options);
        const auto amount = price(fields, Presence::required);
        const bool active = fields.truth("active", Presence::optional).value_or(true);
        fields.refuse_the_rest();
        auto found = stand_in(index);
        found.sku = sku.value_or(found.sku);
        found.title = title.value_or("");
        found.options = catalog::edited({}, options.value_or(NamedTextEdits{}));
        found.price = amount.value_or(found.price);
        found.selling = active ? Selling::yes : Selling::no;
        return found;
    }

    std::optional<Money> price(Fields& fields, Presence presence) {
        auto money = fields.object("price", presence);
        if (!money) return std::nullopt;
        const auto amount = money->integer("amount", Presence::required);
        const auto currency = money->parsed("currency", Presence::required, Currency::parse);
        money->refuse_the_rest();
        if (amount && (*amount < 1 || *amount > Money::max_amount)) {
            errors_.add(money->path_of("amount"), "out_of_range", "A price is 1 to 1,000,000,000,000 minor units.");
            return std::nullopt;
        }
        if (!amount || !currency) return std::nullopt;
        return Money{*amount, *currency};
    }

private:
    bool empties(const json::value& member) const { return edit_ == Edit::merge && member.is_null(); }

    /// No other variant has its SKU.
    static Variant stand_in(std::size_t index) {
        return {
            .sku = *Sku::parse("..-" + std::to_string(index)), .title = "", .price = Money{1, *Currency::parse("GBP")}};
    }

    std::string text_at(const json::value& value, const std::string& path) {
        if (const auto* text = value.if_string()) return std::string{*text};
        errors_.add(path, "wrong_type", "This is a string.");
        return {};
    }

    static std::string indexed(const Fields& fields, std::string_view name, std::size_t index) {
        return fields.path_of(name) + '[' + std::to_string(index) + ']';
    }

    /// Null if it is absent or none. One that is too long is not looked into: it may have a million faults.
    const json::array* array(Fields& fields, std::string_view name, Presence presence, std::size_t most) {
        static const json::array nothing;
        const auto* member = fields.value(name, presence);
        if (member == nullptr) return nullptr;
        if (presence == Presence::optional && empties(*member)) return &nothing;
        const auto* list = member->if_array();
        if (list == nullptr) {
            errors_.add(fields.path_of(name), "wrong_type", "This field is a list.");
        } else if (list->size() > most) {
            errors_.add(fields.path_of(name), "too_many", "At most " + std::to_string(most) + " are allowed.");
            return nullptr;
        }
        return list;
    }

    FieldErrors& errors_;
    Edit edit_;
};

/// What the catalogue says of it too.
void add_faults(FieldErrors& errors, const Result<void>& checked) {
    if (checked) return;
    for (const auto& fault : checked.error().fields) errors.add(fault.field, fault.code, fault.message);
}

void empty_what_is_absent(catalog::ProductChange& change) {
    if (!change.description) change.description.emplace();
    if (!change.categories) change.categories.emplace();
    if (!change.image_urls) change.image_urls.emplace();
    if (!change.attributes) change.attributes.emplace();
}

}  // namespace

std::expected<catalog::ProductChange, Problem> read_product(const json::object& body, Edit edit) {
    const auto needed_for = [edit](bool needs) { return needs ? Presence::required : Presence::optional; };
    FieldErrors errors;
    Fields fields{body, errors};
    Reader read{errors, edit};
    catalog::ProductChange change;
    change.slug = fields.parsed("slug", Presence::optional, catalog::Slug::parse);
    change.title = read.text(fields, "title", needed_for(edit != Edit::merge));
    change.description = read.text(fields, "description");
    change.categories = read.categories(fields);
    change.image_urls = read.texts(fields, "image_urls", Limits::images);
    if (auto attributes = read.named_texts(fields, "attributes", Limits::attributes)) {
        change.attribute_edits = *std::move(attributes);
    } else if (body.contains("attributes")) {
        change.attributes.emplace();
    }
    change.status = fields.parsed("status", Presence::optional, catalog::parse_status);
    change.variants = read.variants(fields, needed_for(edit == Edit::replace));
    fields.refuse_the_rest();
    if (edit == Edit::replace) empty_what_is_absent(change);
    add_faults(errors, catalog::check_change(change));
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return change;
}

std::expected<Variant, Problem> read_variant(const json::object& body) {
    FieldErrors errors;
    Fields fields{body, errors};
    auto variant = Reader{errors, Edit::create}.variant(fields);
    add_faults(errors, catalog::check_variant(variant));
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return variant;
}

std::expected<catalog::VariantChange, Problem> read_variant_change(const json::object& body) {
    FieldErrors errors;
    Fields fields{body, errors};
    Reader read{errors, Edit::merge};
    catalog::VariantChange change;
    change.title = read.text(fields, "title");
    change.option_edits = read.named_texts(fields, "options", Limits::options).value_or(NamedTextEdits{});
    change.price = read.price(fields, Presence::optional);
    if (const auto active = fields.truth("active", Presence::optional))
        change.selling = *active ? Selling::yes : Selling::no;
    fields.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return change;
}

}  // namespace orion::rest
