#include "orion/catalogue_files/decimal_text.hpp"
#include "orion/catalogue_files/writers.hpp"

#include <boost/json.hpp>

#include <utility>

namespace orion::catalogue_files {
namespace json = boost::json;
namespace {

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

json::object object_of(const catalog::NamedTexts& texts) {
    json::object object;
    for (const auto& [name, value] : texts) object.emplace(name, value);
    return object;
}

json::object object_of(const catalog::Variant& variant) {
    json::object object{{"sku", variant.sku.text()}};
    if (!variant.title.empty()) object.emplace("title", variant.title);
    if (!variant.options.empty()) object.emplace("options", object_of(variant.options));
    object.emplace("price", decimal_text(variant.price.amount(), variant.price.currency()));
    object.emplace("currency", view(variant.price.currency().code()));
    if (variant.selling == catalog::Selling::no) object.emplace("active", false);
    return object;
}

class JsonWriter final : public catalog::CatalogueWriter {
public:
    explicit JsonWriter(std::unique_ptr<ByteSink> bytes) : bytes_{std::move(bytes)} {}

    bool needs_names() const override { return false; }
    Result<void> begin(const catalog::NamesInUse&) override { return {}; }

    Result<void> write(const catalog::CategoryTrail& category) override {
        json::array trail;
        for (const auto& [slug, name] : category) trail.push_back(json::object{{"slug", slug}, {"name", name}});
        return write_line({{"category", std::move(trail)}});
    }

    Result<void> write(const catalog::ExportedProduct& exported) override {
        const auto& content = exported.product.content();
        json::object object{
            {"slug", content.slug.text()}, {"title", content.title}, {"description", content.description}};
        json::array category_slugs;
        for (const auto& trail : exported.categories) category_slugs.emplace_back(trail.back().slug);
        object.emplace("category_slugs", std::move(category_slugs));
        object.emplace("image_urls", json::value_from(content.image_urls));
        object.emplace("attributes", object_of(content.attributes));
        object.emplace("status", view(to_text(exported.product.status())));
        json::array variants;
        for (const auto& variant : content.variants) variants.push_back(object_of(variant));
        object.emplace("variants", std::move(variants));
        return write_line(object);
    }

    Result<void> end() override { return bytes_->finish(); }

private:
    Result<void> write_line(const json::object& object) { return bytes_->write(json::serialize(object) + '\n'); }

    std::unique_ptr<ByteSink> bytes_;
};

}  // namespace

std::unique_ptr<catalog::CatalogueWriter> make_json_writer(std::unique_ptr<ByteSink> bytes) {
    return std::make_unique<JsonWriter>(std::move(bytes));
}

}  // namespace orion::catalogue_files
