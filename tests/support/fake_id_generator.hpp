#pragma once

#include "orion/ports/id_generator.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace orion::test {

/// Counts: `00000000-0000-7000-8000-000000000001`, …2, …3.
class FakeIdGenerator : public IdGenerator {
protected:
    Uuid next_uuid() override {
        Uuid uuid;
        uuid.bytes[6] = 0x70;
        uuid.bytes[8] = 0x80;
        auto count = ++count_;
        for (std::size_t i = 15; i > 8 && count != 0; --i, count >>= 8)
            uuid.bytes[i] = static_cast<std::uint8_t>(count);
        return uuid;
    }

private:
    std::atomic<std::uint64_t> count_ = 0;
};

}  // namespace orion::test
