#pragma once

#include "orion/kernel/address.hpp"
#include "orion/kernel/id.hpp"

#include <cstddef>

namespace orion::identity {

/// An entry of somebody's address book.
struct SavedAddress {
    static constexpr std::size_t max_per_user = 50;

    SavedAddressId id;
    Address address;

    friend bool operator==(const SavedAddress&, const SavedAddress&) = default;
};

}  // namespace orion::identity
