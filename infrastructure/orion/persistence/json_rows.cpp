#include "orion/persistence/json_rows.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace orion::persistence {

void JsonRows::begin_row() {
    separate();
    text_ += '[';
}

void JsonRows::separate() {
    if (text_.back() != '[') text_ += ',';
}

void JsonRows::append(std::int64_t value) {
    separate();
    text_ += std::to_string(value);
}

void JsonRows::append(std::string_view value) {
    separate();
    text_ += boost::json::serialize(boost::json::string_view{value.data(), value.size()});
}

void JsonRows::append(std::nullopt_t) {
    separate();
    text_ += "null";
}

std::optional<std::int64_t> JsonRow::maybe_integer(std::size_t index) const {
    if (std::holds_alternative<std::nullptr_t>(values_.at(index))) return std::nullopt;
    return integer(index);
}

std::optional<std::string> JsonRow::maybe_text(std::size_t index) const {
    if (std::holds_alternative<std::nullptr_t>(values_.at(index))) return std::nullopt;
    return text(index);
}

std::vector<JsonRow> json_rows_from(std::string_view json) {
    const auto value_of = [](const boost::json::value& value) -> JsonRow::Value {
        if (value.is_null()) return nullptr;
        if (value.is_string()) return std::string{value.get_string()};
        return value.as_int64();
    };
    std::vector<JsonRow> rows;
    const auto parsed = boost::json::parse(json);
    for (const auto& row : parsed.as_array()) {
        std::vector<JsonRow::Value> values;
        values.reserve(row.as_array().size());
        for (const auto& value : row.as_array()) values.push_back(value_of(value));
        rows.emplace_back(std::move(values));
    }
    std::ranges::stable_sort(rows, {}, [](const JsonRow& row) { return row.integer(0); });
    return rows;
}

}  // namespace orion::persistence
