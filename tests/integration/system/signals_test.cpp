#include "orion/system/signals.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <thread>

using namespace orion;

namespace {

/// To this thread.
void send(int signal) { REQUIRE(std::raise(signal) == 0); }

/// How often `reload` was called until somebody stopped it. On a thread of its own, whose signals are blocked and gone
/// with it.
int reloads_of(void (*first)(), void (*at_reload)(int so_far)) {
    constexpr int too_many = 100;
    int reloads = 0;
    std::jthread{[&] {
        system::Signals signals;
        first();
        signals.wait_for_stop([&] {
            if (++reloads < too_many)
                at_reload(reloads);
            else
                send(SIGTERM);
        });
    }}.join();
    return reloads;
}

}  // namespace

TEST_SUITE("system/signals") {
    TEST_CASE("settings are read again for each SIGHUP until a stop") {
        CHECK(reloads_of([] { send(SIGHUP); }, [](int so_far) { send(so_far < 3 ? SIGHUP : SIGINT); }) == 3);
    }

    TEST_CASE("a storm of SIGHUP does not keep a stop waiting") {
        const auto storm = [](int so_far) {
            send(SIGHUP);
            if (so_far == 1) send(SIGTERM);
        };
        CHECK(reloads_of([] { send(SIGHUP); }, storm) == 1);
    }

    TEST_CASE("who is stopped reads no settings any more") {
        CHECK(reloads_of(
                  [] {
                      send(SIGHUP);
                      send(SIGTERM);
                  },
                  [](int) {}) == 0);
    }
}
