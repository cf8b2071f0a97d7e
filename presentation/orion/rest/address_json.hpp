#pragma once

#include "orion/kernel/address.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/json_writer.hpp"

#include <optional>

namespace orion::rest {

/// An address that is the whole of `body`. Faults are noted under the names of its members, unknown ones too.
std::optional<Address> read_address(Fields& body, FieldErrors& errors);

/// Its members, into an object that is open.
void write_address(JsonWriter& json, const AddressFields& address);

}  // namespace orion::rest
