#include "orion/system/uuid_v7_generator.hpp"

#include "orion/kernel/id.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace {

class StoppedClock final : public orion::Clock {
public:
    orion::Instant now() const override { return time; }
    orion::Instant time{std::chrono::milliseconds{0x0190f5c47a3b}};
};

}  // namespace

TEST_SUITE("system/uuid_v7_generator") {
    TEST_CASE("ids carry their time, version and variant") {
        const StoppedClock clock;
        orion::system::UuidV7Generator ids{clock};

        const auto text = ids.next<orion::OrderId>().to_string();

        CHECK(text.starts_with("0190f5c4-7a3b-7"));
        CHECK(std::string_view{"89ab"}.contains(text[19]));
    }

    TEST_CASE("ids of one millisecond differ and keep their order, and so they do when the clock is set back") {
        StoppedClock clock;
        orion::system::UuidV7Generator ids{clock};
        auto last = ids.next<orion::OrderId>();
        std::set<orion::OrderId> seen{last};

        for (int i = 0; i < 20'000; ++i) {
            if (i == 10'000) clock.time -= std::chrono::hours{1};
            const auto next = ids.next<orion::OrderId>();
            REQUIRE(last < next);
            REQUIRE(next.to_string()[14] == '7');
            last = next;
            seen.insert(next);
        }

        CHECK(seen.size() == 20'001);
    }
}
