#pragma once

#include "orion/catalog/product.hpp"
#include "orion/catalogue_files/json_tree.hpp"
#include "orion/kernel/error.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace orion::catalogue_files {

/// Reads the members of one JSON object, each by name, and remembers the first thing that is wrong with them. Absent
/// and null are the same: nothing.
class MemberReader {
public:
    explicit MemberReader(const Json& object) : object_{object} {}

    std::optional<std::string> text(std::string_view name);
    /// A text, or a number by its digits.
    std::optional<std::string> text_or_number(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name);
    std::optional<bool> boolean(std::string_view name);
    std::optional<std::vector<std::string>> texts(std::string_view name);
    /// An object of texts, numbers, truth values and lists of texts; a list is joined by commas.
    std::optional<catalog::NamedTexts> named_texts(std::string_view name);
    /// The member as it is; null if there is none.
    const Json* any(std::string_view name);

    void note(ErrorCode code, std::string message);
    /// What is wrong first; a member that nobody asked for is wrong too.
    std::optional<Error> problem();

private:
    void note_type(std::string_view name, const char* wanted);

    const Json& object_;
    std::set<std::string, std::less<>> asked_{};
    std::optional<Error> problem_{};
};

}  // namespace orion::catalogue_files
