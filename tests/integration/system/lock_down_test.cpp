#include "orion/system/lock_down.hpp"

#include "support/child_process.hpp"

#include <doctest/doctest.h>
#include <sys/prctl.h>
#include <sys/resource.h>

using namespace orion;

namespace {

struct Left {
    bool core_dump;
    bool readable_memory;
    bool more_rights;
};

}  // namespace

TEST_SUITE("system/lock_down") {
    TEST_CASE("a process that knows secrets leaves no core dump and lets nobody look") {
        test::ChildProcess<Left> child{[](const auto& report) {
            system::lock_down_process();
            rlimit core{};
            ::getrlimit(RLIMIT_CORE, &core);
            report(Left{.core_dump = core.rlim_max != 0,
                        .readable_memory = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0,
                        .more_rights = ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0});
        }};
        const auto left = child.next();
        REQUIRE(left);
        CHECK_FALSE(left->core_dump);
        CHECK_FALSE(left->readable_memory);
        CHECK_FALSE(left->more_rights);
    }
}
