#pragma once

#include "orion/kernel/address.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/json_writer.hpp"

#include <optional>
#include <string_view>

namespace orion::rest {

/// An address that is the whole of `body`. Faults are noted under the names of its members, unknown ones too.
std::optional<Address> read_address(Fields& body, FieldErrors& errors);

/// An address that is a member of the body itself. Nothing if it is absent, too.
std::optional<Address> read_address(Fields& body, std::string_view name, Presence presence, FieldErrors& errors);

/// Its members, into an object that is open.
void write_address(JsonWriter& json, const AddressFields& address);

}  // namespace orion::rest
