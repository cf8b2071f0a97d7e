#pragma once

#include "orion/persistence/session.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace orion::persistence {

/// Rows as one parameter of one statement: `[["MUG", 2], ["POT", 1]]`. The statement reads them from `json_rows`
/// (json_rows_sql.hpp): `r.value ->> 0` is the first value of a row as text, `CAST(r.value ->> 1 AS bigint)` the second
/// as an integer.
class JsonRows {
public:
    /// Values as a Session takes them.
    template <class... V>
    void add(const V&... values) {
        begin_row();
        (append(detail::held(values)), ...);
        text_ += ']';
        ++size_;
    }

    std::string text() const { return text_ + ']'; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

private:
    void begin_row();
    void separate();
    void append(std::int64_t value);
    void append(std::string_view value);
    void append(std::nullopt_t);
    void append(const std::string& value) { append(std::string_view{value}); }
    template <class T>
    void append(const std::optional<T>& value) {
        if (value)
            append(*value);
        else
            append(std::nullopt);
    }

    std::string text_ = "[";
    std::size_t size_ = 0;
};

/// A row of what a statement has gathered into one column.
class JsonRow {
public:
    using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;
    explicit JsonRow(std::vector<Value> values) : values_{std::move(values)} {}

    std::int64_t integer(std::size_t index) const { return std::get<std::int64_t>(values_.at(index)); }
    std::optional<std::int64_t> maybe_integer(std::size_t index) const;
    const std::string& text(std::size_t index) const { return std::get<std::string>(values_.at(index)); }
    std::optional<std::string> maybe_text(std::size_t index) const;

private:
    std::vector<Value> values_;
};

/// `[[…], …]` as `json_group_array(json_array(…))` and `json_agg(json_build_array(…))` write it, sorted by the integer
/// that every row begins with. Anything else throws.
std::vector<JsonRow> json_rows_from(std::string_view json);

}  // namespace orion::persistence
