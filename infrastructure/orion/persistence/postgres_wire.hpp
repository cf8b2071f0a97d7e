#pragma once

#include "orion/persistence/parameters.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace orion::persistence::detail {

// Of PostgreSQL's catalogue, the same in every version.
inline constexpr unsigned int any_type = 0;
inline constexpr unsigned int bigint_type = 20;
inline constexpr unsigned int text_type = 25;

inline unsigned int type_of(const Parameter& parameter) {
    if (!parameter.typed) return any_type;
    return parameter.kind == Kind::integer ? bigint_type : text_type;
}

/// `$1` for `:1`, but not inside quotes, and not `::cast`. Counts the parameters.
std::string with_dollars(std::string_view sql, std::size_t& parameters);

/// A parameter as it goes over the wire: a text's bytes, or a number with its highest byte first.
struct Wire {
    explicit Wire(std::span<const Parameter> parameters) {
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            const auto& each = parameters[i];
            types[i] = type_of(each);
            formats[i] = 1;
            if (each.null) continue;
            if (each.kind == Kind::integer) {
                const auto bits = static_cast<std::uint64_t>(each.integer);
                numbers[i] = std::endian::native == std::endian::little ? std::byteswap(bits) : bits;
                values[i] = reinterpret_cast<const char*>(&numbers[i]);  // NOLINT(*-reinterpret-cast)
                lengths[i] = sizeof numbers[i];
            } else {
                values[i] = each.text.empty() ? "" : each.text.data();
                lengths[i] = static_cast<int>(each.text.size());
            }
        }
    }
    static constexpr std::size_t most = 31;
    std::array<unsigned int, most> types{};
    std::array<const char*, most> values{};
    std::array<int, most> lengths{};
    std::array<int, most> formats{};
    std::array<std::uint64_t, most> numbers{};
};

}  // namespace orion::persistence::detail
