// Any bytes as an access token: nothing crashes, and nothing is taken but what the shop signed. Input that begins with
// `!` is `header payload`, both as they are, which the shop's own key then signs: so the parsers behind the signature
// are reached. What is taken then says all that a token must say.
#include "orion/security/base64url.hpp"
#include "orion/security/jwt_access_tokens.hpp"

#include "fuzz/require.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_log.hpp"
#include "support/temporary_folder.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

struct Shop {
    orion::test::TemporaryFolder folder;
    orion::test::FakeClock clock;
    orion::test::FakeIdGenerator ids;
    orion::test::FakeLog log;
    orion::security::SigningKeys keys{folder.path() / "signing-keys.jsonl", {.clock = clock, .log = log}};
    orion::security::JwtAccessTokens tokens{{.issuer = "orion", .audience = "orion", .remembered = 16},
                                            {.keys = keys, .clock = clock, .ids = ids}};
    orion::security::SigningKey key = keys.signing().value();

    std::string sign(std::string_view header, std::string_view payload) const {
        const auto text = orion::security::to_base64url(header) + "." + orion::security::to_base64url(payload);
        return text + "." + orion::security::to_base64url(key.sign(text));
    }
};

using orion::test::require;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Shop shop;
    auto input = orion::test::text_of(data, size);
    if (!input.starts_with('!')) {
        require(!shop.tokens.verify(input));
        return 0;
    }
    input.remove_prefix(1);
    const auto blank = input.find(' ');
    // `K` stands for the name of the key, which no corpus can know.
    std::string header{input.substr(0, blank)};
    if (const auto at = header.find("\"K\""); at != std::string::npos) header.replace(at + 1, 1, shop.key.id());
    const auto payload = blank == std::string_view::npos ? std::string_view{} : input.substr(blank + 1);
    const auto taken = shop.tokens.verify(shop.sign(header, payload));
    if (!taken) return 0;
    require(header.contains("ES256") && header.contains("at+jwt"));
    require(payload.contains(taken->user.to_string().substr(0, 8)) || payload.contains('\\') ||
            payload.find_first_of("ABCDEF") != payload.npos);
    require(taken->expires_at > taken->issued_at);
    require(taken->issued_at <= shop.clock.now() + std::chrono::seconds{30});
    return 0;
}
