#include "orion/security/jwt_access_tokens.hpp"

#include "orion/security/base64url.hpp"
#include "orion/security/flat_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace orion::security {
namespace {

using identity::AccessClaims;
using TokenId = Id<struct AccessTokenTag>;
using std::chrono::seconds;

constexpr std::string_view type = "at+jwt";
/// RFC 9068 wants to know which program asked; this shop lets in people, through its own pages.
constexpr std::string_view client = "shop";

/// Until the year 36812: no sum with it overflows.
constexpr std::int64_t max_time = std::int64_t{1} << 40;

/// A key is kept for as long as what it signed can be valid, so nothing may be valid for longer.
constexpr auto longest_life = KeyRing::verifies_after_its_successor;

struct Parts {
    std::string_view signed_text;  ///< header and payload
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
};

std::optional<Parts> split(std::string_view token) {
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (first == std::string_view::npos || first == last) return std::nullopt;
    const auto payload = token.substr(first + 1, last - first - 1);
    if (payload.contains('.')) return std::nullopt;
    return Parts{.signed_text = token.substr(0, last),
                 .header = token.substr(0, first),
                 .payload = payload,
                 .signature = token.substr(last + 1)};
}

bool is(const std::string* text, std::string_view value) { return text != nullptr && *text == value; }

std::optional<FlatJson> flat_json(std::string_view base64url) {
    const auto text = from_base64url(base64url);
    return text ? FlatJson::parse(*text) : std::nullopt;
}

/// The key that the header names; nothing unless it asks for that key's algorithm and for nothing else.
std::optional<std::string> key_named_by(std::string_view header) {
    const auto json = flat_json(header);
    if (!json || json->size() != 3) return std::nullopt;
    const auto* const key = json->text("kid");
    if (key == nullptr || !is(json->text("alg"), SigningKey::algorithm) || !is(json->text("typ"), type))
        return std::nullopt;
    return *key;
}

std::optional<Instant> time(const FlatJson& json, std::string_view name) {
    const auto* const number = json.number(name);
    if (number == nullptr || *number < 0 || *number > max_time) return std::nullopt;
    return Instant{seconds{*number}};
}

std::int64_t in_seconds(Instant instant) { return std::chrono::floor<seconds>(instant).time_since_epoch().count(); }

bool needs_no_escape(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

std::unexpected<Error> invalid_token() {
    return fail(ErrorKind::unauthenticated, "invalid_token", "This is not an access token of this shop.");
}

}  // namespace

JwtAccessTokens::JwtAccessTokens(AccessTokenForm form, Ports ports)
    : form_{std::move(form)}, ports_{ports}, verified_{form_.remembered} {
    contract(!form_.issuer.empty() && needs_no_escape(form_.issuer), "an issuer is plain text");
    contract(!form_.audience.empty() && needs_no_escape(form_.audience), "an audience is plain text");
    contract(form_.leeway >= seconds{0} && form_.leeway <= seconds{60}, "a leeway is a minute at most");
}

Result<Secret> JwtAccessTokens::issue(const AccessClaims& claims) {
    contract(claims.expires_at > claims.issued_at, "a token expires after it was issued");
    const auto key = ports_.keys.signing();
    if (!key) return fail(ErrorKind::unavailable, "no_signing_key", "No key signs at this time.");
    const auto header = fmt::format(R"({{"alg":"{}","kid":"{}","typ":"{}"}})", SigningKey::algorithm, key->id(), type);
    const auto payload = fmt::format(
        R"({{"iss":"{}","aud":"{}","client_id":"{}","sub":"{}","sid":"{}","role":"{}","ver":{},"iat":{},"exp":{},"jti":"{}"}})",
        form_.issuer, form_.audience, client, claims.user.to_string(), claims.session.to_string(),
        identity::role_name(claims.role), claims.account_version, in_seconds(claims.issued_at),
        in_seconds(claims.expires_at), ports_.ids.next<TokenId>().to_string());
    const auto signed_text = to_base64url(header) + "." + to_base64url(payload);
    return Secret{signed_text + "." + to_base64url(key->sign(signed_text))};
}

Result<AccessClaims> JwtAccessTokens::verify(std::string_view token) const {
    if (token.size() > max_bytes) return invalid_token();
    const auto generation = ports_.keys.generation();
    auto claims = verified_.find(token, generation);
    if (!claims) {
        claims = read(token);
        if (!claims) return invalid_token();
        verified_.remember(token, *claims, generation);
    }
    const auto now = ports_.clock.now();
    if (claims->issued_at > now + form_.leeway) return invalid_token();
    if (claims->expires_at + form_.leeway <= now)
        return fail(ErrorKind::unauthenticated, "token_expired", "The access token has expired.");
    return *std::move(claims);
}

std::optional<AccessClaims> JwtAccessTokens::read(std::string_view token) const {
    const auto parts = split(token);
    if (!parts) return std::nullopt;
    const auto named = key_named_by(parts->header);
    const auto signature = from_base64url(parts->signature);
    if (!named || !signature) return std::nullopt;
    const auto key = ports_.keys.verifying(*named);
    if (!key || !key->verify(parts->signed_text, *signature)) return std::nullopt;
    return claims_of(parts->payload);
}

std::optional<AccessClaims> JwtAccessTokens::claims_of(std::string_view payload) const {
    const auto json = flat_json(payload);
    if (!json || !is(json->text("iss"), form_.issuer) || !is(json->text("aud"), form_.audience)) return std::nullopt;
    const auto* const user = json->text("sub");
    const auto* const session = json->text("sid");
    const auto* const role = json->text("role");
    const auto* const version = json->number("ver");
    if (user == nullptr || session == nullptr || role == nullptr || version == nullptr) return std::nullopt;
    const auto user_id = UserId::parse(*user);
    const auto session_id = SessionId::parse(*session);
    const auto known_role = identity::parse_role(*role);
    const auto issued_at = time(*json, "iat");
    const auto expires_at = time(*json, "exp");
    if (!user_id || !session_id || !known_role || !issued_at || !expires_at) return std::nullopt;
    if (*expires_at <= *issued_at || *expires_at - *issued_at > longest_life) return std::nullopt;
    if (const auto not_before = time(*json, "nbf"); json->has("nbf") && (!not_before || *not_before > *issued_at))
        return std::nullopt;
    return AccessClaims{.user = *user_id,
                        .session = *session_id,
                        .role = *known_role,
                        .account_version = *version,
                        .issued_at = *issued_at,
                        .expires_at = *expires_at};
}

}  // namespace orion::security
