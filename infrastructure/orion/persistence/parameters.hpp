#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/sku.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orion::persistence::detail {

enum class Kind : std::uint8_t { integer, text };

/// A parameter as a connection will see it. The text belongs to the caller.
struct Parameter {
    Kind kind;
    bool null = false;
    bool typed = true;  ///< false: a NULL that goes anywhere
    std::int64_t integer = 0;
    std::string_view text{};
};

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && sizeof(T) <= 8 &&
                  (std::signed_integral<T> || sizeof(T) < 8);

/// What keeps a parameter's text alive while its statement runs.
template <Integer T>
std::int64_t held(T value) {
    return value;
}
inline std::string_view held(std::string_view text) { return text; }
inline std::int64_t held(Instant instant) { return instant.time_since_epoch().count(); }
inline std::string_view held(const Sku& sku) { return sku.text(); }
template <class Tag>
std::string held(const Id<Tag>& id) {
    return id.to_string();
}
inline std::nullopt_t held(std::nullopt_t) { return std::nullopt; }
template <class T>
auto held(const std::optional<T>& value) {
    using Inner = decltype(held(*value));
    return value ? std::optional<Inner>{held(*value)} : std::optional<Inner>{};
}

inline Parameter parameter(std::int64_t value) { return {.kind = Kind::integer, .integer = value}; }
inline Parameter parameter(std::string_view text) { return {.kind = Kind::text, .text = text}; }
inline Parameter parameter(const std::string& text) { return parameter(std::string_view{text}); }
inline Parameter parameter(std::nullopt_t) { return {.kind = Kind::text, .null = true, .typed = false}; }
template <class T>
Parameter parameter(const std::optional<T>& value) {
    if (value) return parameter(*value);
    return {.kind = std::same_as<T, std::int64_t> ? Kind::integer : Kind::text, .null = true};
}

template <class C>
inline constexpr bool is_column = false;
template <>
inline constexpr bool is_column<std::int64_t> = true;
template <>
inline constexpr bool is_column<std::string> = true;
template <>
inline constexpr bool is_column<std::optional<std::int64_t>> = true;
template <>
inline constexpr bool is_column<std::optional<std::string>> = true;

template <class C>
inline constexpr Kind kind_of =
    std::same_as<C, std::int64_t> || std::same_as<C, std::optional<std::int64_t>> ? Kind::integer : Kind::text;

}  // namespace orion::persistence::detail
