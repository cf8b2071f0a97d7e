#include "orion/security/totp.hpp"

#include "orion/security/base32.hpp"
#include "orion/security/sealed_values.hpp"
#include "orion/security/totp_apps.hpp"

#include "support/code_of.hpp"
#include "support/fake_id_generator.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>

using namespace orion;
using namespace orion::security;
using namespace std::chrono_literals;
using test::code_of;

namespace {

const Secret old_secret{std::string(32, 'o')};
const Secret new_secret{std::string(32, 'n')};
const Instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};

/// The bytes that a base32 text stands for, as an app reads it.
Secret bytes_of(const Secret& base32) {
    std::string bytes;
    unsigned waiting = 0;
    int bits = 0;
    for (const char c : base32.expose()) {
        waiting = (waiting << 5U) | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>((waiting >> bits) & 0xffU);
    }
    return Secret{bytes};
}

}  // namespace

TEST_SUITE("security/totp") {
    TEST_CASE("codes are those of RFC 6238, appendix B, in six digits") {
        const Secret key{"12345678901234567890"};
        const auto at = [&key](std::int64_t seconds) {
            return totp_code(key, totp_step(Instant{std::chrono::seconds{seconds}}));
        };
        CHECK(at(59) == "287082");
        CHECK(at(1'111'111'109) == "081804");
        CHECK(at(1'111'111'111) == "050471");
        CHECK(at(1'234'567'890) == "005924");
        CHECK(at(2'000'000'000) == "279037");
        CHECK(at(20'000'000'000) == "353130");
    }

    TEST_CASE("base32 is that of RFC 4648, without padding") {
        CHECK(to_base32("") == "");
        CHECK(to_base32("f") == "MY");
        CHECK(to_base32("fo") == "MZXQ");
        CHECK(to_base32("foo") == "MZXW6");
        CHECK(to_base32("foob") == "MZXW6YQ");
        CHECK(to_base32("fooba") == "MZXW6YTB");
        CHECK(to_base32("foobar") == "MZXW6YTBOI");
    }
}

TEST_SUITE("security/sealed_values") {
    TEST_CASE("what is sealed opens for its owner and purpose, and for nobody else") {
        const SealedValues values{{.current = old_secret}, "tests"};
        const auto sealed = values.seal(Secret{"a secret"}, "zoe");
        CHECK_FALSE(sealed.contains("a secret"));
        CHECK(values.seal(Secret{"a secret"}, "zoe") != sealed);

        REQUIRE(values.open(sealed, "zoe"));
        CHECK(values.open(sealed, "zoe")->value.expose() == "a secret");
        CHECK_FALSE(values.open(sealed, "max"));
        CHECK_FALSE(SealedValues({.current = old_secret}, "others").open(sealed, "zoe"));
        CHECK_FALSE(SealedValues({.current = new_secret}, "tests").open(sealed, "zoe"));
    }

    TEST_CASE("what was changed, cut or made up does not open") {
        const SealedValues values{{.current = old_secret}, "tests"};
        const auto sealed = values.seal(Secret{"a secret"}, "zoe");
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            auto changed = sealed;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            CHECK_FALSE(values.open(changed, "zoe"));
        }
        for (const auto& text : {std::string{}, sealed.substr(4), sealed + "A", std::string{"not base64url!"}})
            CHECK_FALSE(values.open(text, "zoe"));
    }

    TEST_CASE("while the secret is changed, what the other one sealed opens, and says so") {
        const auto old_seal = SealedValues{{.current = old_secret}, "tests"}.seal(Secret{"a secret"}, "zoe");
        const SealedValues changed{{.current = new_secret, .previous = old_secret}, "tests"};
        REQUIRE(changed.open(old_seal, "zoe"));
        CHECK(changed.open(old_seal, "zoe")->is_of_previous);
        CHECK_FALSE(changed.open(changed.seal(Secret{"a secret"}, "zoe"), "zoe")->is_of_previous);
    }
}

TEST_SUITE("security/totp_apps") {
    TEST_CASE("a code counts in its step and in the ones beside it") {
        test::FakeIdGenerator ids;
        const auto zoe = ids.next<UserId>();
        TotpApps apps{{.current = old_secret}};
        const auto pairing = apps.pair(zoe);
        CHECK(pairing.secret.expose().size() == 32);
        const auto key = bytes_of(pairing.secret);
        const auto step = totp_step(now);
        const auto found = [&](std::int64_t away) {
            return *apps.step_of(Secret{totp_code(key, step + away)}, pairing.sealed, zoe, now);
        };

        CHECK(found(0) == step);
        CHECK(found(-1) == step - 1);
        CHECK(found(1) == step + 1);
        CHECK_FALSE(found(-2));
        CHECK_FALSE(found(2));
        for (const auto* made_up : {"", "12345", "1234567", "abcdef"})
            CHECK_FALSE(*apps.step_of(Secret{made_up}, pairing.sealed, zoe, now));
    }

    TEST_CASE("a secret is its owner's, and outlives a change of the server secret if it is sealed again") {
        test::FakeIdGenerator ids;
        const auto zoe = ids.next<UserId>();
        const auto max = ids.next<UserId>();
        TotpApps before{{.current = old_secret}};
        const TotpApps changed{{.current = new_secret, .previous = old_secret}};
        const TotpApps after{{.current = new_secret}};
        const auto pairing = before.pair(zoe);
        const Secret code{totp_code(bytes_of(pairing.secret), totp_step(now))};

        CHECK(code_of(before.step_of(code, pairing.sealed, max, now)) == "second_factor_unreadable");
        CHECK(code_of(after.step_of(code, pairing.sealed, zoe, now)) == "second_factor_unreadable");
        CHECK_FALSE(*before.resealed(pairing.sealed, zoe));
        const auto resealed = changed.resealed(pairing.sealed, zoe);
        REQUIRE(*resealed);
        CHECK(*after.step_of(code, **resealed, zoe, now) == totp_step(now));
        CHECK_FALSE(*changed.resealed(**resealed, zoe));
    }

    TEST_CASE("recovery codes are easy to copy, and no two are alike") {
        TotpApps apps{{.current = old_secret}};
        std::set<std::string> codes;
        for (int i = 0; i < 100; ++i) codes.insert(apps.recovery_code().expose());
        CHECK(codes.size() == 100);
        CHECK(codes.begin()->size() == 19);
        CHECK((*codes.begin())[4] == '-');
    }
}
