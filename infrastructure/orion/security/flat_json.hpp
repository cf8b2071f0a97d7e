#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace orion::security {

/// A JSON object of texts and whole numbers, as tokens and keys are made of. Anything else, a second member of one
/// name, bad UTF-8 or a byte behind it, and it is none.
class FlatJson {
public:
    using Value = std::variant<std::string, std::int64_t>;

    static std::optional<FlatJson> parse(std::string_view text);

    /// Null unless there is such a member of that type.
    const std::string* text(std::string_view name) const;
    const std::int64_t* number(std::string_view name) const;
    bool has(std::string_view name) const { return find(name) != nullptr; }
    std::size_t size() const { return members_.size(); }

private:
    friend struct FlatJsonHandler;
    const Value* find(std::string_view name) const;
    std::vector<std::pair<std::string, Value>> members_;
};

}  // namespace orion::security
