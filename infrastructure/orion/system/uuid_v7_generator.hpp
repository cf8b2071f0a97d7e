#pragma once

#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <cstdint>
#include <mutex>

namespace orion::system {

/// RFC 9562 UUIDv7: 48 bits of milliseconds, 74 bits from the kernel's random source. Within one generator every id
/// sorts behind the one before, also within a millisecond and when the clock is set back (RFC 9562, 6.2, method 2).
class UuidV7Generator final : public IdGenerator {
public:
    explicit UuidV7Generator(const Clock& clock) : clock_{clock} {}

protected:
    Uuid next_uuid() override;

private:
    const Clock& clock_;
    std::mutex mutex_;
    Uuid last_;
};

}  // namespace orion::system
