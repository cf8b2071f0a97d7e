#include "orion/security/argon_password_hasher.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <ctime>
#include <limits>
#include <string>
#include <thread>
#include <vector>

using namespace orion;
using identity::PasswordMatch;
using security::ArgonPasswordHasher;

namespace {

const Secret horse{"correct horse battery staple"};

/// Weak, for tests that are about something else.
ArgonPasswordHasher quick(std::size_t at_once = 2, std::size_t waiting = 6) {
    return ArgonPasswordHasher{{.memory_kib = 64, .passes = 1, .at_once = at_once, .waiting = waiting}};
}

/// Nanoseconds that this thread has worked.
std::int64_t cpu_time() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return used.tv_sec * 1'000'000'000 + used.tv_nsec;
}

PasswordMatch match(ArgonPasswordHasher& hasher, const std::string& password, const std::string& hash) {
    return hasher.match(Secret{password}, hash).value();
}

}  // namespace

TEST_SUITE("security/argon_password_hasher") {
    TEST_CASE("a password is known by its hash, and no other is") {
        auto hasher = quick();
        const auto hash = hasher.hash(horse).value();
        CHECK(match(hasher, horse.expose(), hash) == PasswordMatch::current);
        CHECK(match(hasher, "correct horse battery stapl", hash) == PasswordMatch::none);
        CHECK(match(hasher, "", hash) == PasswordMatch::none);
        CHECK(match(hasher, horse.expose() + std::string(1, '\0'), hash) == PasswordMatch::none);
        CHECK(hash.find(horse.expose()) == std::string::npos);
    }

    TEST_CASE("two people with one password have two hashes") {
        auto hasher = quick();
        CHECK(hasher.hash(horse).value() != hasher.hash(horse).value());
    }

    TEST_CASE("the hash tells by which rule it was made") {
        ArgonPasswordHasher hasher{{}};
        CHECK(hasher.hash(horse).value().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    TEST_CASE("a password hashed by an older rule is known, and to be hashed again") {
        auto older = quick();
        ArgonPasswordHasher newer{{.memory_kib = 128, .passes = 2}};
        const auto hash = older.hash(horse).value();
        CHECK(match(newer, horse.expose(), hash) == PasswordMatch::outdated);
        CHECK(match(newer, "another", hash) == PasswordMatch::none);
        CHECK(match(newer, horse.expose(), newer.hash(horse).value()) == PasswordMatch::current);
    }

    TEST_CASE("it reads what the reference implementation of Argon2 wrote") {
        auto hasher = quick();
        const std::string published =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        CHECK(match(hasher, "password", published) == PasswordMatch::outdated);
        CHECK(match(hasher, "Password", published) == PasswordMatch::none);
    }

    TEST_CASE("it reads the published examples of bcrypt, which are to be hashed again") {
        auto hasher = quick();
        const std::string abc = "06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i";
        for (const std::string kind : {"$2a$", "$2b$", "$2y$"}) {
            CHECK(match(hasher, "abc", kind + abc) == PasswordMatch::outdated);
            CHECK(match(hasher, "abd", kind + abc) == PasswordMatch::none);
            CHECK(match(hasher, std::string{"abc\0d", 5}, kind + abc) == PasswordMatch::none);
        }
        CHECK(match(hasher, "a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe") ==
              PasswordMatch::outdated);
    }

    TEST_CASE("what is no hash, or asks for more than any shop would, fits no password") {
        auto hasher = quick();
        for (const std::string hash :
             {"", "$", "secret", "$argon2id$", "$argon2id$v=19$m=64,t=1,p=1$", "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
              "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
              "$argon2id$v=19$m=65536,t=4000000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
              "$argon2id$v=19$m=99999999999999999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
              "$2b$31$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i", "$2b$06$short"}) {
            CAPTURE(hash);
            CHECK(match(hasher, "password", hash) == PasswordMatch::none);
        }
    }

    TEST_CASE("a flood of log-ins is refused at once, and those that are let in are answered") {
        ArgonPasswordHasher hasher{{.memory_kib = 16UL * 1024, .passes = 4, .at_once = 1, .waiting = 2}};
        const auto hash = hasher.hash(horse).value();
        constexpr int people = 24;
        std::atomic<int> answered = 0;
        std::atomic<int> refused = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < people; ++i) {
                threads.emplace_back([&] {
                    const auto matched = hasher.match(horse, hash);
                    if (matched && *matched == PasswordMatch::current) ++answered;
                    if (!matched && matched.error().code == "overloaded") ++refused;
                });
            }
        }
        CHECK(answered + refused == people);
        CHECK(answered >= 1);
        CHECK(match(hasher, horse.expose(), hash) == PasswordMatch::current);
    }

    TEST_CASE("who finds no place is told that the shop is overloaded") {
        ArgonPasswordHasher hasher{{.memory_kib = 64, .passes = 1, .at_once = 0, .waiting = 0}};
        CHECK(hasher.hash(horse).error().code == "overloaded");
        CHECK(hasher.match(horse, "").error().kind == ErrorKind::unavailable);
        CHECK(hasher.match_nobody(horse).error().code == "overloaded");
    }

    TEST_CASE("an account that does not exist takes as long as one that does") {
        ArgonPasswordHasher hasher{{.memory_kib = 16UL * 1024, .passes = 2}};
        const auto hash = hasher.hash(horse).value();
        // In turns, and of this thread alone: whatever else the machine does, it does to both.
        auto known = std::numeric_limits<std::int64_t>::max();
        auto unknown = known;
        const auto shorter = [](std::int64_t& best, const auto& work) {
            const auto start = cpu_time();
            work();
            best = std::min(best, cpu_time() - start);
        };
        for (int i = 0; i < 12; ++i) {
            shorter(known, [&] { (void)match(hasher, "wrong password", hash); });
            shorter(unknown, [&] { CHECK(hasher.match_nobody(Secret{"wrong password"})); });
        }
        CHECK(unknown * 10 > known * 7);
        CHECK(known * 10 > unknown * 7);
    }
}
