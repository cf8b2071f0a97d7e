#include "orion/security/jwt_access_tokens.hpp"

#include "orion/security/base64url.hpp"
#include "orion/security/private_file.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_log.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace orion;
using namespace std::chrono_literals;
using identity::AccessClaims;
using security::JwtAccessTokens;
using security::SigningKeys;

namespace {

/// Made by PyJWT, of a key made by Python's cryptography.
constexpr auto foreign_key =
    R"({"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "D8HvZq-fumkXpCwYIpjAPoqJx7WoEcJUS7tPPyIEJKI", "x": "Rxw-dYxJBChbun5TEY7Q9SSt6wdX0lvS-Oew1236cUw", "y": "3VIPesqKi5F6zDf1HejwybvjrYWDgucC3CWhLQn3qFg", "d": "EjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8", "signs_from": 1769850000})";
constexpr auto foreign_token =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6IkQ4SHZacS1mdW1rWHBDd1lJcGpBUG9xSng3V29FY0pVUzd0UFB5SUVKS0kiLCJ0eXAiOiJh"
    "dCtqd3QifQ.eyJpc3MiOiJodHRwczovL3Nob3AuZXhhbXBsZSIsImF1ZCI6InNob3AiLCJjbGllbnRfaWQiOiJzaG9wIiwic3ViI"
    "joiMDE4ZjAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIiwic2lkIjoiMDE4ZjAwMDAtMDAwMC03MDAwLTgwMDAtMDAwM"
    "DAwMDAwMDAyIiwicm9sZSI6Im1hbmFnZXIiLCJ2ZXIiOjcsImlhdCI6MTc2OTg1MTgwMCwiZXhwIjoxNzY5ODUyNDAwLCJqdGkiO"
    "iJ4In0.-tsihPF80sQPi5zyBYiHxnpxRVnao4IX3zD-tbTOmFmrdzmzPAlatMkoAlgeAiRKKC7xluiZk29G9i-Xt5pN2Q";

struct Header {
    std::string alg = "ES256";
    std::string typ = "at+jwt";
    std::string more{};
};

struct TokenShop {
    explicit TokenShop(std::size_t remembered = 64) : remembered_{remembered} {}

    std::size_t remembered_;
    test::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "signing-keys.jsonl";
    test::FakeClock clock;
    test::FakeIdGenerator ids;
    test::FakeLog log;
    SigningKeys keys{file, {.clock = clock, .log = log}};
    JwtAccessTokens tokens{{.issuer = "https://shop.example", .audience = "shop", .remembered = remembered_},
                           {.keys = keys, .clock = clock, .ids = ids}};

    AccessClaims claims(std::chrono::seconds life = 600s) {
        return {.user = ids.next<UserId>(),
                .session = ids.next<SessionId>(),
                .role = identity::Role::manager,
                .account_version = 7,
                .issued_at = clock.now(),
                .expires_at = clock.now() + life};
    }
    std::string issue() { return tokens.issue(claims()).value().expose(); }

    /// Signed by the shop's own key, whatever it says.
    std::string sign(const std::string& header, const std::string& payload) {
        const auto text = security::to_base64url(header) + "." + security::to_base64url(payload);
        return text + "." + security::to_base64url(keys.signing()->sign(text));
    }
    std::string header(const Header& form = {}) {
        return fmt::format(R"({{"alg":"{}","kid":"{}","typ":"{}"{}}})", form.alg, keys.signing()->id(), form.typ,
                           form.more);
    }
    static std::string payload() {
        return R"({"iss":"https://shop.example","aud":"shop","sub":"018f0000-0000-7000-8000-000000000001",)"
               R"("sid":"018f0000-0000-7000-8000-000000000002","role":"customer","ver":1,"iat":1769851800,)"
               R"("exp":1769852400})";
    }
    static std::string payload_with(const std::string& old, const std::string& replacement) {
        auto text = payload();
        const auto at = text.find(old);
        REQUIRE(at != std::string::npos);
        return text.replace(at, old.size(), replacement);
    }
    bool takes(const std::string& token) const { return tokens.verify(token).has_value(); }
    std::string refusal(std::string_view token) const {
        const auto verified = tokens.verify(token);
        if (verified) return "taken";
        CHECK(verified.error().kind == ErrorKind::unauthenticated);
        return std::string{verified.error().code.text()};
    }
};

}  // namespace

TEST_SUITE("security/jwt_access_tokens") {
    TEST_CASE("a token says again what it was issued for") {
        TokenShop shop;
        const auto claims = shop.claims();
        const auto token = shop.tokens.issue(claims).value();
        for (int i = 0; i < 2; ++i) {
            const auto verified = shop.tokens.verify(token.expose());
            REQUIRE(verified);
            CHECK(verified->user == claims.user);
            CHECK(verified->session == claims.session);
            CHECK(verified->role == claims.role);
            CHECK(verified->account_version == claims.account_version);
            CHECK(verified->issued_at == claims.issued_at);
            CHECK(verified->expires_at == claims.expires_at);
        }
    }

    TEST_CASE("two tokens for one log-in are two") {
        TokenShop shop;
        const auto claims = shop.claims();
        CHECK(shop.tokens.issue(claims).value().expose() != shop.tokens.issue(claims).value().expose());
    }

    TEST_CASE("a token that another library signed with the shop's key is taken") {
        TokenShop shop;
        security::write_private_file(shop.file, Secret{foreign_key}, security::Existing::replace);
        const auto verified = shop.tokens.verify(foreign_token);
        REQUIRE(verified);
        CHECK(verified->user.to_string() == "018f0000-0000-7000-8000-000000000001");
        CHECK(verified->role == identity::Role::manager);
        CHECK(verified->account_version == 7);
    }

    TEST_CASE("a token works until it expires, and a leeway longer") {
        TokenShop shop;
        const auto token = shop.issue();
        shop.clock.advance(629s);
        CHECK(shop.takes(token));
        shop.clock.advance(1s);
        CHECK(shop.refusal(token) == "token_expired");
        CHECK(TokenShop{}.refusal(token) == "invalid_token");
    }

    TEST_CASE("a token from the future is refused, beyond the difference of two clocks") {
        TokenShop shop;
        shop.clock.advance(31s);
        const auto token = shop.issue();
        shop.clock.advance(-31s);
        CHECK(shop.refusal(token) == "invalid_token");
        shop.clock.advance(1s);
        CHECK(shop.takes(token));
    }

    TEST_CASE("no byte of a token can be changed, taken away or added") {
        TokenShop shop;
        const auto token = shop.issue();
        REQUIRE(shop.takes(token));
        for (std::size_t i = 0; i < token.size(); ++i) {
            auto altered = token;
            altered[i] = altered[i] == 'A' ? 'B' : 'A';
            CHECK(shop.refusal(altered) == "invalid_token");
        }
        for (std::size_t length = 0; length < token.size(); length += 7)
            CHECK(shop.refusal(token.substr(0, length)) == "invalid_token");
        for (const std::string more : {".", "=", " ", "\n", "A", ".e30"}) CHECK_FALSE(shop.takes(token + more));
        for (const std::string more : {".", " ", "A"}) CHECK_FALSE(shop.takes(more + token));
    }

    TEST_CASE("the last bits of a signature have one form") {
        TokenShop shop;
        auto token = shop.issue();
        // 64 bytes are 86 digits: four bits of the last one mean nothing and are zero.
        const std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const auto last = digits.find(token.back());
        REQUIRE(last % 16 == 0);
        token.back() = digits[last + 1];
        CHECK_FALSE(shop.takes(token));
    }

    TEST_CASE("a token that is not signed at all is refused") {
        TokenShop shop;
        for (const std::string alg : {"none", "None", "NONE", "nOnE", ""}) {
            const auto unsigned_text =
                security::to_base64url(shop.header({.alg = alg})) + "." + security::to_base64url(TokenShop::payload());
            CHECK_FALSE(shop.takes(unsigned_text + "."));
            CHECK_FALSE(shop.takes(unsigned_text));
            CHECK_FALSE(shop.takes(shop.sign(shop.header({.alg = alg}), TokenShop::payload())));
        }
    }

    TEST_CASE("the token does not choose the algorithm") {
        TokenShop shop;
        REQUIRE(shop.takes(shop.sign(shop.header(), TokenShop::payload())));
        for (const std::string alg : {"HS256", "RS256", "ES384", "EdDSA", "es256", "ES256 "})
            CHECK_FALSE(shop.takes(shop.sign(shop.header({.alg = alg}), TokenShop::payload())));
    }

    TEST_CASE("a token of another kind is no access token") {
        TokenShop shop;
        for (const std::string typ : {"JWT", "", "at+JWT", "application/at+jwt", "id+jwt", "dpop+jwt"})
            CHECK_FALSE(shop.takes(shop.sign(shop.header({.typ = typ}), TokenShop::payload())));
    }

    TEST_CASE("a header says nothing beyond its three members, and each once") {
        TokenShop shop;
        const auto kid = shop.keys.signing()->id();
        for (const std::string more :
             {R"(,"crit":"exp")", R"(,"jku":"https://evil.example/keys")", R"(,"jwk":{"kty":"oct","k":"AA"})",
              R"(,"x5u":"file:///etc/passwd")", R"(,"zip":"DEF")", R"(,"alg":"ES256")", R"(,"b64":0)"})
            CHECK_FALSE(shop.takes(shop.sign(shop.header({.more = more}), TokenShop::payload())));
        for (const std::string& header : {std::string{R"({"alg":"ES256","typ":"at+jwt"})"},
                                          std::string{R"({"kid":")" + kid + R"(","typ":"at+jwt"})"},
                                          std::string{R"({"alg":"ES256","kid":")" + kid + R"("})"}, std::string{"[]"},
                                          std::string{"null"}, std::string{}})
            CHECK_FALSE(shop.takes(shop.sign(header, TokenShop::payload())));
    }

    TEST_CASE("a key's name is only ever compared") {
        TokenShop shop;
        for (const std::string& kid :
             {std::string{}, std::string{"unknown"}, std::string{"../../../../dev/null"}, std::string{"' or 1=1 --"},
              std::string{"http://evil.example/key"}, std::string(2000, 'A'), shop.keys.signing()->id() + "\\u0000"}) {
            const auto header = fmt::format(R"({{"alg":"ES256","kid":"{}","typ":"at+jwt"}})", kid);
            CHECK_FALSE(shop.takes(shop.sign(header, TokenShop::payload())));
        }
        CHECK_FALSE(shop.takes(shop.sign(R"({"alg":"ES256","kid":0,"typ":"at+jwt"})", TokenShop::payload())));
    }

    TEST_CASE("a token of another shop, or for another, is refused") {
        TokenShop shop;
        for (const std::string issuer :
             {"", "https://shop.example/", "HTTPS://SHOP.EXAMPLE", "https://shop.example.evil"})
            CHECK_FALSE(shop.takes(shop.sign(shop.header(), TokenShop::payload_with("https://shop.example", issuer))));
        for (const std::string audience : {R"("other")", R"("")", R"(["shop"])", R"("shop shop")", "1", "null"})
            CHECK_FALSE(shop.takes(shop.sign(shop.header(), TokenShop::payload_with(R"("shop")", audience))));
        TokenShop other;
        CHECK(shop.refusal(other.issue()) == "invalid_token");
    }

    TEST_CASE("what is missing, of another type or there twice makes a token invalid, though the shop signed it") {
        TokenShop shop;
        for (const std::string name : {"iss", "aud", "sub", "sid", "role", "ver", "iat", "exp"})
            CHECK_FALSE(
                shop.takes(shop.sign(shop.header(), TokenShop::payload_with("\"" + name + "\"", "\"_" + name + "\""))));
        for (const std::string number : {"1769852400.0", "1.7e9", "\"1769852400\"", "-1", "99999999999999999999",
                                         "9223372036854775807", "null", "true", "1769851800", "1769859000"})
            CHECK_FALSE(shop.takes(shop.sign(shop.header(), TokenShop::payload_with("1769852400", number))));
        for (const std::string more : {R"(,"role":"admin"})", R"(,"exp":1769859999})", R"(,"aud":"shop"})",
                                       R"(,"nbf":1769851860})", R"(,"nbf":"now"})", R"(,"x":{}})", R"(,"x":[1]})"})
            CHECK_FALSE(shop.takes(shop.sign(shop.header(), TokenShop::payload_with("}", more))));
        CHECK(shop.takes(shop.sign(shop.header(), TokenShop::payload_with("}", R"(,"nbf":1769851800})"))));
        CHECK_FALSE(shop.takes(shop.sign(shop.header(), TokenShop::payload_with("customer", "root"))));
        CHECK_FALSE(
            shop.takes(shop.sign(shop.header(), TokenShop::payload_with("018f0000-0000-7000-8000-000000000001", "1"))));
        CHECK_FALSE(shop.takes(shop.sign(shop.header(), "")));
        CHECK_FALSE(shop.takes(shop.sign(shop.header(), std::string(1000, '['))));
    }

    TEST_CASE("a huge token is refused before it is looked at") {
        TokenShop shop;
        const auto padding = R"(,"x":")" + std::string(3000, 'x') + "\"}";
        const auto token = shop.sign(shop.header(), TokenShop::payload_with("}", padding));
        REQUIRE(token.size() > JwtAccessTokens::max_bytes);
        CHECK(shop.refusal(token) == "invalid_token");
        CHECK(shop.refusal(std::string(5'000'000, 'A')) == "invalid_token");
        CHECK(shop.refusal(std::string(4096, '.')) == "invalid_token");
    }

    TEST_CASE("a token that was taken before is refused as soon as its key is retired") {
        TokenShop shop;
        const auto token = shop.issue();
        REQUIRE(shop.takes(token));
        REQUIRE(shop.takes(token));
        const auto old = shop.keys.signing()->id();
        const auto edited =
            security::edit_key_ring(shop.file, shop.clock.now(), [&](security::KeyRing& ring) -> Result<void> {
                ORION_CHECK(ring.rotate(shop.clock.now(), shop.clock.now()));
                return ring.retire(old, shop.clock.now());
            });
        REQUIRE(edited);
        CHECK_FALSE(shop.keys.verifying("unknown"));
        CHECK(shop.refusal(token) == "invalid_token");
    }

    TEST_CASE("without a key whose time has come nothing is issued") {
        TokenShop shop;
        shop.clock.advance(-1h);
        CHECK(shop.tokens.issue(shop.claims()).error().kind == ErrorKind::unavailable);
    }

    TEST_CASE("while keys are rotated under load, no valid token is refused on any host") {
        for (const std::size_t remembered : {std::size_t{0}, std::size_t{64}}) {
            TokenShop shop{remembered};
            SigningKeys other_keys{shop.file, {.clock = shop.clock, .log = shop.log}};
            const JwtAccessTokens other{
                {.issuer = "https://shop.example", .audience = "shop", .remembered = remembered},
                {.keys = other_keys, .clock = shop.clock, .ids = shop.ids}};
            std::atomic<bool> done = false;
            std::atomic<int> taken = 0;
            std::atomic<int> refused = 0;
            {
                std::vector<std::jthread> customers;
                for (int i = 0; i < 2; ++i) {
                    customers.emplace_back([&] {
                        while (!done) {
                            const auto token = shop.issue();
                            for (const auto* const host : {&other, static_cast<const JwtAccessTokens*>(&shop.tokens)})
                                ++(host->verify(token) ? taken : refused);
                        }
                    });
                }
                for (int i = 0; i < 10; ++i) {
                    const auto before = taken.load();
                    const auto edited = security::edit_key_ring(
                        shop.file, shop.clock.now(), [&](security::KeyRing& ring) -> Result<void> {
                            ORION_CHECK(ring.rotate(shop.clock.now(), shop.clock.now()));
                            return {};
                        });
                    CHECK(edited);
                    (void)shop.keys.verifying("unknown");
                    while (taken < before + 50) std::this_thread::yield();
                }
                done = true;
            }
            CHECK(refused == 0);
        }
    }
}
