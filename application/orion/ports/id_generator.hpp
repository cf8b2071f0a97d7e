#pragma once

#include "orion/kernel/id.hpp"

namespace orion {

/// Makes fresh ids (RFC 9562 UUIDv7 in production: they sort by time of birth and cannot be guessed). Thread-safe.
class IdGenerator {
public:
    virtual ~IdGenerator() = default;

    /// `ids.next<OrderId>()`
    template <class Identity>
    Identity next() {
        return Identity{next_uuid()};
    }

protected:
    virtual Uuid next_uuid() = 0;
};

}  // namespace orion
