#include "orion/identity/check_api_key.hpp"

#include <utility>

namespace orion::identity {
namespace {

std::unexpected<Error> invalid_api_key() {
    return fail(ErrorKind::unauthenticated, "invalid_api_key", "This API key opens nothing.");
}

/// Of `orion_ID.SECRET`.
std::optional<ApiKeyId> id_in(std::string_view text) {
    constexpr std::string_view prefix = "orion_";
    constexpr std::size_t id_length = 36;
    constexpr std::size_t longest = 200;
    if (text.size() > longest || !text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    if (text.size() <= id_length || text[id_length] != '.') return std::nullopt;
    const auto id = ApiKeyId::parse(text.substr(0, id_length));
    return id ? std::optional{*id} : std::nullopt;
}

}  // namespace

Result<KeyHolder> CheckApiKey::execute(std::string_view text, const std::string& address) {
    const auto id = id_in(text);
    if (!id) return invalid_api_key();
    // Before the question: the answer is at least this old.
    const auto now = ports_.clock.now();
    ORION_TRY(const auto key, find(*id, now));
    if (!key || !key->matches(ports_.digest.sha256(text)) || key->has_expired(now)) return invalid_api_key();
    if (is_to_be_noted(*key, now)) note_use(*id, address, now);
    return KeyHolder{.key = key->id, .scopes = key->scopes};
}

Result<std::optional<ApiKey>> CheckApiKey::find(ApiKeyId id, Instant now) {
    {
        const std::lock_guard lock{mutex_};
        const auto found = memories_.find(id);
        if (found != memories_.end()) {
            const auto& memory = found->second;
            if (memory.read_at <= now && now < memory.read_at + remembered_for) return memory.key;
        }
    }
    ORION_TRY(auto key, ports_.queries.api_key(id));
    remember(id, {.key = key, .read_at = now});
    return key;
}

void CheckApiKey::remember(ApiKeyId id, Memory memory) {
    const std::lock_guard lock{mutex_};
    if (memories_.size() >= max_remembered) {
        std::erase_if(memories_, [&](const auto& entry) {
            return entry.second.read_at + remembered_for <= memory.read_at || entry.second.read_at > memory.read_at;
        });
    }
    if (memories_.size() < max_remembered) memories_.insert_or_assign(id, std::move(memory));
}

bool CheckApiKey::is_to_be_noted(const ApiKey& key, Instant now) {
    if (key.last_used_at && now < *key.last_used_at + noted_every) return false;
    const std::lock_guard lock{mutex_};
    const auto found = memories_.find(key.id);
    if (found == memories_.end() || !found->second.key) return true;
    // Of many who use it at once one notes it. If that fails, so does this memory in a moment.
    auto& noted = found->second.key->last_used_at;
    if (noted && now < *noted + noted_every) return false;
    noted = now;
    return true;
}

void CheckApiKey::note_use(ApiKeyId id, const std::string& address, Instant now) {
    // A program is not turned away because nobody can write just now.
    (void)ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        // Another replica may have been faster.
        if (!work.api_keys().use(id, now, now - noted_every)) return {};
        work.record(
            {.name = "api_key_used", .subject = named("key", id), .actor = named("key", id), .address = address});
        return {};
    });
}

}  // namespace orion::identity
