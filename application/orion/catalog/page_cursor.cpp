#include "orion/catalog/page_cursor.hpp"

#include "orion/kernel/text.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace orion::catalog {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t max_cursor_bytes = 2'000;
constexpr char separator = '\n';

std::string to_base64url(std::string_view bytes) {
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8) | static_cast<std::uint8_t>(byte);
        for (count += 8; count >= 6; count -= 6) text += alphabet[(bits >> (count - 6)) & 0x3fU];
    }
    if (count > 0) text += alphabet[(bits << (6 - count)) & 0x3fU];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>((bits >> count) & 0xffU);
        }
    }
    return bytes;
}

/// Everything that decides which products a list holds, and in which order.
std::string describe(const ProductFilter& filter, ProductSort sort) {
    const auto number = [](const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : "-"; };
    std::string text = std::to_string(static_cast<int>(sort.field)) + std::to_string(static_cast<int>(sort.direction)) +
                       std::to_string(static_cast<int>(filter.stock)) + separator + number(filter.min_price) +
                       separator + number(filter.max_price) + separator;
    if (filter.category) {
        const auto* const id = std::get_if<CategoryId>(&*filter.category);
        text += id != nullptr ? id->to_string() : std::get<Slug>(*filter.category).text();
    }
    for (const auto& word : filter.words) text += separator + word;
    if (filter.scope == ProductFilter::Scope::all)
        text.insert(0, "all " + std::string{filter.status ? to_text(*filter.status) : ""} + separator);
    return text;
}

/// FNV-1a. A cursor is no secret: this tells a mistake, not an attack, and a made-up position does no harm.
std::string fingerprint(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3U;
    std::array<char, 8> bytes{};
    for (auto& byte : bytes) {
        byte = static_cast<char>(hash & 0xffU);
        hash >>= 8;
    }
    return to_base64url({bytes.data(), bytes.size()});
}

std::optional<PagePosition> parse(std::string_view text, std::string_view expected_fingerprint) {
    if (text.size() > max_cursor_bytes) return std::nullopt;
    const auto plain = from_base64url(text);
    if (!plain || !is_utf8(*plain)) return std::nullopt;

    std::string_view rest = *plain;
    const auto take = [&rest] {
        const auto end = rest.find(separator);
        const auto part = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        return part;
    };
    if (take() != expected_fingerprint) return std::nullopt;
    const auto id = ProductId::parse(take());
    if (!id) return std::nullopt;
    return PagePosition{std::string{rest}, *id};
}

}  // namespace

std::string write_cursor(const PagePosition& position, const ProductFilter& filter, ProductSort sort) {
    return to_base64url(fingerprint(describe(filter, sort)) + separator + position.id.to_string() + separator +
                        position.key);
}

Result<PagePosition> read_cursor(std::string_view text, const ProductFilter& filter, ProductSort sort) {
    auto position = parse(text, fingerprint(describe(filter, sort)));
    if (position && write_cursor(*position, filter, sort) == text) return *std::move(position);
    return fail(ErrorKind::invalid, "invalid_cursor", "This cursor does not belong to this list.");
}

}  // namespace orion::catalog
