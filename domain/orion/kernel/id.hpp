#pragma once

#include "orion/kernel/result.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace orion {

/// 128 bits, written as RFC 9562 text: 8-4-4-4-12 lower-case hexadecimal digits.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    /// Nothing unless `text` has the canonical form (either case of digit).
    static std::optional<Uuid> parse(std::string_view text);
    std::string to_string() const;

    friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// The identity of one kind of thing. Ids of different kinds neither convert nor compare.
template <class Tag>
class Id {
public:
    explicit constexpr Id(Uuid uuid) : uuid_{uuid} {}

    /// `invalid` / `malformed_id` unless `text` is a UUID.
    static Result<Id> parse(std::string_view text) {
        if (const auto uuid = Uuid::parse(text)) return Id{*uuid};
        return fail(ErrorKind::invalid, "malformed_id", "This is not an id.");
    }

    constexpr const Uuid& uuid() const { return uuid_; }
    std::string to_string() const { return uuid_.to_string(); }
    friend auto operator<=>(const Id&, const Id&) = default;

private:
    Uuid uuid_;
};

using CartId = Id<struct CartTag>;
using CategoryId = Id<struct CategoryTag>;
using MessageId = Id<struct MessageTag>;
using OrderId = Id<struct OrderTag>;
using PaymentId = Id<struct PaymentTag>;
using ProductId = Id<struct ProductTag>;
using SavedAddressId = Id<struct SavedAddressTag>;
using SessionId = Id<struct SessionTag>;
using UserId = Id<struct UserTag>;

}  // namespace orion

template <>
struct std::hash<orion::Uuid> {
    std::size_t operator()(const orion::Uuid& uuid) const noexcept {
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});  // NOLINT(*-reinterpret-cast)
    }
};

template <class Tag>
struct std::hash<orion::Id<Tag>> {
    std::size_t operator()(const orion::Id<Tag>& id) const noexcept { return std::hash<orion::Uuid>{}(id.uuid()); }
};
