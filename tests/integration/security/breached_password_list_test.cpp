#include "orion/security/breached_password_list.hpp"

#include <doctest/doctest.h>

#include <string>

using orion::Secret;
using orion::security::BreachedPasswordList;

TEST_SUITE("security/breached_password_list") {
    TEST_CASE("what leaks have most often is known, however it is written") {
        const BreachedPasswordList list;
        for (const std::string password :
             {"password", "PASSWORD", "Password1", "iloveyou", "winniethepooh", "123456"}) {
            CAPTURE(password);
            CHECK(list.contains(Secret{password}));
        }
    }

    TEST_CASE("so is what people make of it where a longer one is asked for") {
        const BreachedPasswordList list;
        for (const std::string password :
             {"passwordpassword", "Password1234", "password12345", "Sunshine2024!", "iloveyou!!!!", "letmein111111",
              "dragondragon123", "monkey123456", "welcome1welcome1", "qwertyuiop123", "trustno1!!!!!!"}) {
            CAPTURE(password);
            CHECK(list.contains(Secret{password}));
        }
    }

    TEST_CASE("and what needs no thought at all") {
        const BreachedPasswordList list;
        for (const std::string password :
             {"aaaaaaaaaaaa", "123456789012", "098765432109", "abcdefghijklm", "zyxwvutsrqpo", "qwertyuiopas",
              "1qaz2wsx3edc", "123123123123", "abcabcabcabc", "121212121212", "qwertyqwerty", "!!!!!!!!!!!!"}) {
            CAPTURE(password);
            CHECK(list.contains(Secret{password}));
        }
    }

    TEST_CASE("what somebody made up is not known, whatever it consists of") {
        const BreachedPasswordList list;
        for (const std::string password :
             {"correct horse battery staple", "a password I made up", "Tr0ub4dor&3 is long", "9x!Lq2#vTz7w",
              "three red bicycles", "wintergarden-4711-x", "473829105867", "passwort fuer den laden",
              "mydogatemysock5"}) {
            CAPTURE(password);
            CHECK_FALSE(list.contains(Secret{password}));
        }
    }

    TEST_CASE("the longest password is looked up, too") {
        const BreachedPasswordList list;
        CHECK(list.contains(Secret{std::string(128, 'x')}));
        CHECK_FALSE(list.contains(Secret{std::string(127, 'x') + "y and more"}));
        CHECK(list.contains(Secret{""}));
    }
}
