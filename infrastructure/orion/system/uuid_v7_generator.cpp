#include "orion/system/uuid_v7_generator.hpp"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace orion::system {
namespace {

void fill_randomly(std::uint8_t* bytes, std::size_t count) {
    while (count > 0) {
        const auto got = ::getrandom(bytes, count, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error{errno, std::generic_category(), "getrandom"};
        bytes += got;
        count -= static_cast<std::size_t>(got);
    }
}

void mark_version(Uuid& uuid) {
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | 0x70);
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
}

// The low 62 random bits count up by a random step; a carry out of them is so rare that the caller draws afresh.
bool step(Uuid& uuid) {
    std::uint8_t increment[4];
    fill_randomly(increment, sizeof increment);
    unsigned carry = 1;
    for (int i = 15; i > 8; --i) {
        const unsigned added = i >= 12 ? increment[15 - i] : 0U;
        const unsigned sum = uuid.bytes[static_cast<std::size_t>(i)] + added + carry;
        uuid.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(sum);
        carry = sum >> 8;
    }
    return carry == 0;
}

}  // namespace

Uuid UuidV7Generator::next_uuid() {
    const std::lock_guard lock{mutex_};
    Uuid fresh;
    auto milliseconds = static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
    for (int i = 5; i >= 0; --i) {
        fresh.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(milliseconds);
        milliseconds >>= 8;
    }
    fill_randomly(fresh.bytes.data() + 6, 10);
    mark_version(fresh);
    if (fresh <= last_) {
        auto next = last_;
        if (step(next)) fresh = next;
    }
    last_ = fresh;
    return fresh;
}

}  // namespace orion::system
