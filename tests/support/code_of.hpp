#pragma once

#include "orion/kernel/result.hpp"

#include <string>

namespace orion::test {

/// The error code of what failed; `none` if it did not.
template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "none" : std::string{result.error().code.text()};
}

}  // namespace orion::test
