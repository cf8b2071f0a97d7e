#include "orion/kernel/result.hpp"

#include <algorithm>
#include <stdexcept>

namespace orion {

void contract(bool condition, const char* why) {
    if (!condition) throw std::logic_error{why};
}

void FieldErrors::add(std::string field, ErrorCode code, std::string message) {
    if (std::ranges::find(errors_, field, &FieldError::field) != errors_.end()) return;
    errors_.push_back({std::move(field), code, std::move(message)});
}

Error FieldErrors::to_error() && {
    contract(!errors_.empty(), "no field is bad");
    return {ErrorKind::invalid, "invalid_fields", "Some fields are not acceptable.", std::move(errors_)};
}

}  // namespace orion
