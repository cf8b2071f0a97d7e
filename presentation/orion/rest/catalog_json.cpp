#include "orion/rest/catalog_json.hpp"

#include "orion/rest/json_writer.hpp"

#include <string_view>
#include <utility>

namespace orion::rest {
namespace {

void write_texts(JsonWriter& json, std::string_view name, const catalog::NamedTexts& texts) {
    json.key(name);
    json.begin_object();
    for (const auto& [key, value] : texts) json.member(key, value);
    json.end_object();
}

void write_variant(JsonWriter& json, const catalog::VariantView& variant, Viewer viewer) {
    json.begin_object();
    json.member("sku", variant.sku.text());
    json.member("title", variant.title);
    write_texts(json, "options", variant.options);
    json.member("price", variant.price);
    json.member("available", variant.available);
    if (viewer == Viewer::editor) {
        json.key("active");
        json.boolean(variant.selling == catalog::Selling::yes);
    }
    json.end_object();
}

void write_product(JsonWriter& json, const catalog::ProductView& product, Viewer viewer) {
    json.begin_object();
    json.member("id", product.id.to_string());
    json.member("slug", product.slug);
    json.member("title", product.title);
    json.member("description", product.description);
    json.key("category_ids");
    json.begin_array();
    for (const auto& id : product.category_ids) json.text(id.to_string());
    json.end_array();
    json.key("image_urls");
    json.begin_array();
    for (const auto& url : product.image_urls) json.text(url);
    json.end_array();
    write_texts(json, "attributes", product.attributes);
    json.member("status", to_text(product.status));
    json.key("variants");
    json.begin_array();
    for (const auto& variant : product.variants) write_variant(json, variant, viewer);
    json.end_array();
    json.member("created_at", product.created_at);
    json.member("updated_at", product.updated_at);
    json.member("version", product.version);
    json.end_object();
}

void write_category(JsonWriter& json, const catalog::CategoryView& category, Viewer viewer) {
    json.begin_object();
    json.member("id", category.id.to_string());
    json.member("slug", category.slug);
    json.member("name", category.name);
    json.key("parent_id");
    if (category.parent_id) {
        json.text(category.parent_id->to_string());
    } else {
        json.null();
    }
    json.key("children");
    json.begin_array();
    for (const auto& child : category.children) write_category(json, child, viewer);
    json.end_array();
    json.member("product_count", category.product_count);
    if (viewer == Viewer::editor) json.member("version", category.version);
    json.end_object();
}

}  // namespace

std::string product_json(const catalog::ProductView& product, Viewer viewer) {
    JsonWriter json;
    write_product(json, product, viewer);
    return std::move(json).text();
}

std::string page_json(const catalog::ProductPage& page, Viewer viewer) {
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& product : page.items) write_product(json, product, viewer);
    json.end_array();
    json.key("next_cursor");
    if (page.next_cursor) {
        json.text(*page.next_cursor);
    } else {
        json.null();
    }
    json.end_object();
    return std::move(json).text();
}

std::string categories_json(const std::vector<catalog::CategoryView>& roots, Viewer viewer) {
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& root : roots) write_category(json, root, viewer);
    json.end_array();
    json.key("next_cursor");
    json.null();
    json.end_object();
    return std::move(json).text();
}

std::string category_json(const catalog::CategoryView& category) {
    JsonWriter json;
    write_category(json, category, Viewer::editor);
    return std::move(json).text();
}

}  // namespace orion::rest
