#include "orion/persistence/catalog/json_text.hpp"

#include <boost/json.hpp>

namespace orion::persistence::detail {
namespace json = boost::json;

std::string to_json(const catalog::NamedTexts& texts) {
    json::object object;
    for (const auto& [name, value] : texts) object.emplace(name, value);
    return json::serialize(object);
}

std::string to_json(const std::vector<std::string>& texts) { return json::serialize(json::value_from(texts)); }

std::string to_json(const std::vector<Sku>& skus) {
    json::array array;
    for (const auto& sku : skus) array.emplace_back(sku.text());
    return json::serialize(array);
}

std::string to_json(const std::vector<ProductId>& ids) {
    json::array array;
    for (const auto& id : ids) array.emplace_back(id.to_string());
    return json::serialize(array);
}

catalog::NamedTexts named_texts_from(std::string_view json) {
    return json::value_to<catalog::NamedTexts>(json::parse(json));
}

std::vector<std::string> texts_from(std::string_view json) {
    return json::value_to<std::vector<std::string>>(json::parse(json));
}

}  // namespace orion::persistence::detail
