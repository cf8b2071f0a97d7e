#pragma once

#include <string>
#include <string_view>

namespace orion {

/// Names a text by its content. Thread-safe.
class Digest {
public:
    virtual ~Digest() = default;

    /// The SHA-256 of a text as 64 lower-case hexadecimal digits.
    virtual std::string sha256(std::string_view text) const = 0;
};

}  // namespace orion
