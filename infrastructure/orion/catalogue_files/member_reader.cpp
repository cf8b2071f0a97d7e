#include "orion/catalogue_files/member_reader.hpp"

#include "orion/catalogue_files/shown_name.hpp"

#include <utility>

namespace orion::catalogue_files {
namespace {

std::optional<std::string> plain_text(const Json& json) {
    if (const auto* const text = json.text_or_number()) return *text;
    if (const auto* const truth = json.boolean()) return *truth ? "yes" : "no";
    return std::nullopt;
}

/// A value of an attribute: lists become "Yoga, Gym".
std::optional<std::string> joined_text(const Json& json) {
    const auto* const list = json.array();
    if (list == nullptr) return plain_text(json);
    std::string joined;
    for (const auto& element : *list) {
        const auto text = plain_text(element);
        if (!text) return std::nullopt;
        joined += (joined.empty() ? "" : ", ") + *text;
    }
    return joined;
}

}  // namespace

std::optional<std::string> MemberReader::text(std::string_view name) {
    const auto* const member = any(name);
    if (member == nullptr) return std::nullopt;
    if (const auto* const text = member->text()) return *text;
    note_type(name, "a text");
    return std::nullopt;
}

std::optional<std::string> MemberReader::text_or_number(std::string_view name) {
    const auto* const member = any(name);
    if (member == nullptr) return std::nullopt;
    if (const auto* const text = member->text_or_number()) return *text;
    note_type(name, "a text or a number");
    return std::nullopt;
}

std::optional<std::int64_t> MemberReader::integer(std::string_view name) {
    const auto* const member = any(name);
    if (member == nullptr) return std::nullopt;
    const auto number = member->integer();
    if (!number) note_type(name, "a whole number");
    return number;
}

std::optional<bool> MemberReader::boolean(std::string_view name) {
    const auto* const member = any(name);
    if (member == nullptr) return std::nullopt;
    if (const auto* const truth = member->boolean()) return *truth;
    note_type(name, "true or false");
    return std::nullopt;
}

std::optional<std::vector<std::string>> MemberReader::texts(std::string_view name) {
    const auto* const member = any(name);
    if (member == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    if (const auto* const list = member->array()) {
        for (const auto& element : *list)
            if (const auto* const text = element.text()) texts.push_back(*text);
        if (texts.size() == list->size()) return texts;
    }
    note_type(name, "a list of texts");
    return std::nullopt;
}

std::optional<catalog::NamedTexts> MemberReader::named_texts(std::string_view name) {
    const auto* const member = any(name);
    if (member == nullptr) return std::nullopt;
    const auto* const members = member->object();
    if (members == nullptr) {
        note_type(name, "an object");
        return std::nullopt;
    }
    catalog::NamedTexts texts;
    for (const auto& [key, value] : *members) {
        if (value.is_null()) continue;
        auto text = joined_text(value);
        if (!text) note_type(key, "a text or a list of texts");
        texts.emplace(key, std::move(text).value_or(""));
    }
    return texts;
}

const Json* MemberReader::any(std::string_view name) {
    asked_.emplace(name);
    return object_.member(name);
}

void MemberReader::note(ErrorCode code, std::string message) {
    if (!problem_) problem_ = Error{ErrorKind::invalid, code, std::move(message)};
}

std::optional<Error> MemberReader::problem() {
    for (const auto& [name, value] : *object_.object())
        if (!asked_.contains(name)) note("unknown_field", "There is no such member: " + shown_name(name));
    return problem_;
}

void MemberReader::note_type(std::string_view name, const char* wanted) {
    note("wrong_type", shown_name(name) + ": This should be " + wanted + ".");
}

}  // namespace orion::catalogue_files
