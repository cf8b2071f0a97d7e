#include "orion/identity/create_api_key.hpp"

#include "orion/kernel/text.hpp"

#include <utility>

namespace orion::identity {
namespace {

std::string listed(const Scopes& scopes) {
    std::string text;
    for (const auto scope : scopes) text.append(text.empty() ? "" : " ").append(scope_name(scope));
    return text;
}

}  // namespace

Result<CreatedApiKey> CreateApiKey::execute(const CreateApiKeyCommand& command) {
    const auto now = ports_.clock.now();
    FieldErrors errors;
    auto name = errors.take("name", parse_text(command.name, {.min_bytes = 1, .max_bytes = max_name_bytes}));
    if (command.scopes.empty()) errors.add("scopes", "required", "A key without a scope opens nothing.");
    if (command.expires_at && *command.expires_at <= now)
        errors.add("expires_at", "out_of_range", "A key expires in the future.");
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    const auto id = ports_.ids.next<ApiKeyId>();
    Secret text{"orion_" + id.to_string() + "." + ports_.random_tokens.next().expose()};
    const ApiKey key{.id = id,
                     .name = *std::move(name),
                     .hash = ports_.digest.sha256(text.expose()),
                     .scopes = command.scopes,
                     .created_at = now,
                     .expires_at = command.expires_at};
    ORION_CHECK(ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        work.api_keys().add(key);
        work.record(
            {.name = "api_key_created", .subject = named("key", id), .after = {{"scopes", listed(key.scopes)}}});
        return {};
    }));
    return CreatedApiKey{.view = to_view(key), .key = std::move(text)};
}

}  // namespace orion::identity
