#pragma once

#include "orion/kernel/result.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

enum class Presence { required, optional };

/// How many bytes of UTF-8 a text may have.
struct TextLimits {
    std::size_t min = 1;
    std::size_t max = 200;
};

/// Reads the members of one JSON object. Whatever is wrong is noted under its path and gives nothing, so that one pass
/// finds every bad field: `required`, `wrong_type`, `out_of_range`, `too_short`, `too_long`, `malformed_text` (a
/// control character) or the code of the value object's own `parse`. Ask for every member, then `refuse_the_rest`.
class Fields {
public:
    /// Both must outlive this. `path` is where the object stands, empty for the body itself.
    Fields(const boost::json::object& object, FieldErrors& errors, std::string path = {});

    std::optional<std::string> text(std::string_view name, Presence presence, TextLimits limits = {});
    /// A number written as an integer: neither `1.0` nor `1e2`.
    std::optional<std::int64_t> integer(std::string_view name, Presence presence);
    std::optional<bool> truth(std::string_view name, Presence presence);
    std::optional<Fields> object(std::string_view name, Presence presence);
    /// Whatever stands there, for a caller who knows how to read it; null if it is absent.
    const boost::json::value* value(std::string_view name, Presence presence);

    /// `fields.parsed("sku", Presence::required, Sku::parse)`
    template <class T>
    std::optional<T> parsed(std::string_view name, Presence presence, Result<T> (*parse)(std::string_view)) {
        const auto raw = text(name, presence, {.min = 0, .max = max_parsed_length});
        if (!raw) return std::nullopt;
        return errors_.take(path_of(name), parse(*raw));
    }

    /// As `parsed`, for a value made from an integer.
    template <class T>
    std::optional<T> parsed(std::string_view name, Presence presence, Result<T> (*parse)(std::int64_t)) {
        const auto raw = integer(name, presence);
        if (!raw) return std::nullopt;
        return errors_.take(path_of(name), parse(*raw));
    }

    /// A member that somebody else reads.
    void ignore(std::string_view name) { asked_.push_back(name); }

    /// `unknown_field` for every member that nobody asked for.
    void refuse_the_rest();

    std::string path_of(std::string_view name) const;

private:
    static constexpr std::size_t max_parsed_length = 1000;

    const boost::json::object& object_;
    FieldErrors& errors_;
    std::string path_;
    std::vector<std::string_view> asked_;
};

}  // namespace orion::rest
