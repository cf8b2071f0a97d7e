#include "orion/security/signing_keys.hpp"

#include "orion/security/base64url.hpp"
#include "orion/security/private_file.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_log.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace orion;
using namespace std::chrono_literals;
using security::KeyRing;
using security::SigningKey;
using security::SigningKeys;
namespace fs = std::filesystem;

namespace {

/// A shop whose hosts share the file of their keys.
struct KeyShop {
    test::TemporaryFolder folder;
    fs::path file = folder.path() / "signing-keys.jsonl";
    test::FakeClock clock;
    test::FakeLog log;

    SigningKeys host() { return SigningKeys{file, {.clock = clock, .log = log}}; }

    SigningKey rotate(std::chrono::seconds after = 0s) const {
        std::optional<SigningKey> added;
        const auto edited = security::edit_key_ring(file, clock.now(), [&](KeyRing& ring) -> Result<void> {
            ORION_TRY(added, ring.rotate(clock.now() + after, clock.now()));
            return {};
        });
        REQUIRE(edited);
        return *added;
    }
    Result<void> retire(const std::string& id) const {
        return security::edit_key_ring(file, clock.now(), [&](KeyRing& ring) { return ring.retire(id, clock.now()); });
    }
};

}  // namespace

TEST_SUITE("security/signing_keys") {
    TEST_CASE("a key verifies what it signed and nothing else") {
        const auto key = SigningKey::generate({});
        const auto signature = key.sign("a text");
        CHECK(signature.size() == 64);
        CHECK(key.verify("a text", signature));
        CHECK_FALSE(key.verify("a texT", signature));
        CHECK_FALSE(key.verify("a text", ""));
        CHECK_FALSE(key.verify("a text", signature + "x"));
        CHECK_FALSE(key.verify("a text", std::string(64, '\0')));
        CHECK_FALSE(key.verify("a text", std::string(64, '\xff')));
        CHECK_FALSE(SigningKey::generate({}).verify("a text", signature));
        for (std::size_t i = 0; i < signature.size(); ++i) {
            auto altered = signature;
            altered[i] = static_cast<char>(altered[i] ^ 1);
            CHECK_FALSE(key.verify("a text", altered));
        }
    }

    TEST_CASE("a key is the same after it was written down") {
        const auto key = SigningKey::generate(Instant{1'769'851'800'500ms});
        const auto again = SigningKey::parse(key.private_jwk().expose());
        REQUIRE(again);
        CHECK(again->id() == key.id());
        CHECK(again->signs_from() == Instant{1'769'851'800'000ms});
        CHECK(key.verify("a text", again->sign("a text")));
        CHECK(key.public_jwk().find("\"d\"") == std::string::npos);
    }

    TEST_CASE("half a key, another key's number or a wrong name is no key") {
        const auto text = SigningKey::generate({}).private_jwk().expose();
        const auto other = SigningKey::generate({}).private_jwk().expose();
        const auto member = [](const std::string& jwk, const std::string& name) {
            const auto from = jwk.find("\"" + name + "\":\"") + name.size() + 4;
            return jwk.substr(from, 43);
        };
        for (const std::string name : {"x", "y", "d", "kid"}) {
            auto mixed = text;
            mixed.replace(mixed.find(member(text, name)), 43, member(other, name));
            CAPTURE(name);
            CHECK_FALSE(SigningKey::parse(mixed));
            auto missing = text;
            missing.replace(missing.find("\"" + name + "\""), name.size() + 2, "\"z\"");
            CHECK_FALSE(SigningKey::parse(missing));
        }
        auto algorithm = text;
        algorithm.replace(algorithm.find("ES256"), 5, "HS256");
        CHECK_FALSE(SigningKey::parse(algorithm));
        CHECK_FALSE(SigningKey::parse(""));
    }

    TEST_CASE("the first start makes a key, for its owner only; all hosts have the same") {
        KeyShop shop;
        auto here = shop.host();
        auto there = shop.host();
        CHECK(here.signing()->id() == there.signing()->id());
        CHECK(fs::status(shop.file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
        fs::permissions(shop.file, fs::perms::group_read, fs::perm_options::add);
        CHECK_THROWS_AS(shop.host(), std::runtime_error);
    }

    TEST_CASE("however many start at once, all agree on one key") {
        KeyShop shop;
        std::mutex mutex;
        std::set<std::string> ids;
        {
            std::vector<std::jthread> hosts;
            for (int i = 0; i < 8; ++i) {
                hosts.emplace_back([&] {
                    auto keys = shop.host();
                    const std::lock_guard lock{mutex};
                    ids.insert(keys.signing()->id());
                });
            }
        }
        CHECK(ids.size() == 1);
    }

    TEST_CASE("a file of anything else is refused and left alone") {
        KeyShop shop;
        for (const std::string content : {"", "rubbish", "{}\n", "\n"}) {
            security::write_private_file(shop.file, Secret{content}, security::Existing::replace);
            CHECK_THROWS_AS(shop.host(), std::runtime_error);
            CHECK(fs::file_size(shop.file) == content.size());
        }
        fs::remove(shop.file);
        fs::create_directory(shop.file);
        CHECK_THROWS_AS(shop.host(), std::runtime_error);
    }

    TEST_CASE("a new key is published at once and signs when its time has come") {
        KeyShop shop;
        auto host = shop.host();
        const auto old = host.signing()->id();
        const auto next = shop.rotate(60s);
        REQUIRE(host.verifying(next.id()));
        CHECK(host.key_set().find(next.id()) != std::string::npos);
        CHECK(host.signing()->id() == old);
        shop.clock.advance(59s);
        CHECK(host.signing()->id() == old);
        shop.clock.advance(1s);
        CHECK(host.signing()->id() == next.id());
    }

    TEST_CASE("the key before verifies for as long as what it signed can be valid") {
        KeyShop shop;
        auto host = shop.host();
        const auto old = host.signing()->id();
        const auto next = shop.rotate();
        REQUIRE(host.verifying(next.id()));
        shop.clock.advance(KeyRing::verifies_after_its_successor - 1s);
        CHECK(host.verifying(old));
        CHECK(host.key_set().find(old) != std::string::npos);
        shop.clock.advance(1s);
        CHECK_FALSE(host.verifying(old));
        CHECK(host.key_set().find(old) == std::string::npos);
        shop.rotate();
        CHECK(security::load_key_ring(shop.file).keys().size() == 2);
    }

    TEST_CASE("a token under a key that is a moment old is known on every host") {
        KeyShop shop;
        auto there = shop.host();
        CHECK_FALSE(there.verifying("unknown"));
        const auto generation = there.generation();
        const auto next = shop.rotate();
        CHECK(there.verifying(next.id()));
        CHECK(there.generation() > generation);
    }

    TEST_CASE("a key that was stolen is retired, and refused within a second") {
        KeyShop shop;
        auto host = shop.host();
        const auto stolen = host.signing()->id();
        CHECK(shop.retire(stolen).error().code == "key_signs");
        const auto next = shop.rotate();
        REQUIRE(host.verifying(next.id()));
        CHECK(shop.retire(stolen));
        CHECK(shop.retire(stolen).error().code == "key_not_found");
        CHECK_FALSE(host.verifying("unknown"));
        CHECK_FALSE(host.verifying(stolen));
    }

    TEST_CASE("keys that cannot be read again stay in force, and the operator is told once") {
        KeyShop shop;
        auto host = shop.host();
        const auto id = host.signing()->id();
        CHECK_FALSE(host.verifying("unknown"));
        const auto before = shop.log.lines().size();
        security::write_private_file(shop.file, Secret{"rubbish"}, security::Existing::replace);
        CHECK_FALSE(host.verifying("unknown"));
        CHECK_FALSE(host.verifying("unknown"));
        CHECK(host.verifying(id));
        CHECK(host.signing()->id() == id);
        CHECK(shop.log.lines().size() == before + 1);
        fs::remove(shop.file);
        CHECK(host.signing()->id() == id);
    }

    TEST_CASE("a ring has a bounded number of keys") {
        KeyShop shop;
        auto ring = KeyRing::with_first_key(shop.clock.now());
        for (std::size_t i = 1; i < KeyRing::max_keys; ++i)
            CHECK(ring.rotate(shop.clock.now() + std::chrono::seconds{i}, shop.clock.now()));
        CHECK(ring.rotate(shop.clock.now(), shop.clock.now()).error().code == "too_many_keys");
    }

    TEST_CASE("operators who rotate at once lose none of each other's keys") {
        KeyShop shop;
        auto host = shop.host();
        {
            std::vector<std::jthread> operators;
            for (int i = 1; i <= 6; ++i) operators.emplace_back([&shop] { shop.rotate(); });
        }
        CHECK(security::load_key_ring(shop.file).keys().size() == 7);
    }
}
