#include "orion/security/key_ring.hpp"

#include "orion/security/private_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace orion::security {
namespace {

constexpr std::size_t max_file_bytes = std::size_t{64} * 1024;

/// Held by one process at a time; the system takes it back from one that is killed.
class EditLock {
public:
    explicit EditLock(const std::filesystem::path& ring)
        : descriptor_{::open((ring.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)} {
        if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX) != 0)
            throw std::runtime_error{ring.string() + ".lock: cannot be locked"};
    }
    ~EditLock() { ::close(descriptor_); }
    EditLock(const EditLock&) = delete;
    EditLock& operator=(const EditLock&) = delete;

private:
    int descriptor_;
};

std::optional<KeyRing> read_ring(const std::filesystem::path& path) {
    const auto text = read_private_file(path, max_file_bytes);
    if (!text) return std::nullopt;
    auto ring = KeyRing::parse(text->expose());
    if (!ring) throw std::runtime_error{path.string() + ": holds no signing keys of Orion"};
    return ring;
}

}  // namespace

KeyRing::KeyRing(std::vector<SigningKey> keys) : keys_{std::move(keys)} {
    std::ranges::stable_sort(keys_, {}, &SigningKey::signs_from);
}

std::optional<KeyRing> KeyRing::parse(std::string_view text) {
    std::vector<SigningKey> keys;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        auto key = SigningKey::parse(line);
        if (!key || keys.size() == max_keys) return std::nullopt;
        keys.push_back(*std::move(key));
    }
    if (keys.empty()) return std::nullopt;
    return KeyRing{std::move(keys)};
}

KeyRing KeyRing::with_first_key(Instant now) {
    std::vector<SigningKey> keys;
    keys.push_back(SigningKey::generate(now));
    return KeyRing{std::move(keys)};
}

Secret KeyRing::to_text() const {
    Secret text{""};
    for (const auto& key : keys_) text = Secret{text.expose() + key.private_jwk().expose() + "\n"};
    return text;
}

const SigningKey* KeyRing::signing(Instant now) const {
    const auto next = std::ranges::upper_bound(keys_, now, {}, &SigningKey::signs_from);
    return next == keys_.begin() ? nullptr : &*std::prev(next);
}

bool KeyRing::has_had_its_time(std::size_t index, Instant now) const {
    return index + 1 < keys_.size() && keys_[index + 1].signs_from() + verifies_after_its_successor <= now;
}

const SigningKey* KeyRing::verifying(std::string_view id, Instant now) const {
    for (std::size_t i = 0; i < keys_.size(); ++i)
        if (keys_[i].id() == id) return has_had_its_time(i, now) ? nullptr : &keys_[i];
    return nullptr;
}

std::string KeyRing::public_keys(Instant now) const {
    std::string text = R"({"keys":[)";
    for (std::size_t i = 0; i < keys_.size(); ++i)
        if (!has_had_its_time(i, now)) text += (text.back() == '[' ? "" : ",") + keys_[i].public_jwk();
    return text + "]}";
}

Result<SigningKey> KeyRing::rotate(Instant signs_from, Instant now) {
    std::vector<SigningKey> kept;
    for (std::size_t i = 0; i < keys_.size(); ++i)
        if (!has_had_its_time(i, now)) kept.push_back(keys_[i]);
    if (kept.size() >= max_keys) return fail(ErrorKind::conflict, "too_many_keys", "Too many keys are in use.");
    auto added = SigningKey::generate(signs_from);
    kept.push_back(added);
    *this = KeyRing{std::move(kept)};
    return added;
}

Result<void> KeyRing::retire(std::string_view id, Instant now) {
    const auto found = std::ranges::find(keys_, id, &SigningKey::id);
    if (found == keys_.end()) return fail(ErrorKind::not_found, "key_not_found", "There is no such key.");
    if (&*found == signing(now)) return fail(ErrorKind::conflict, "key_signs", "This key signs; rotate first.");
    keys_.erase(found);
    return {};
}

KeyRing load_key_ring(const std::filesystem::path& path) {
    auto ring = read_ring(path);
    if (!ring) throw std::runtime_error{path.string() + ": is not there"};
    return *std::move(ring);
}

KeyRing load_or_create_key_ring(const std::filesystem::path& path, Instant now) {
    if (auto ring = read_ring(path)) return *std::move(ring);
    const EditLock lock{path};
    if (auto ring = read_ring(path)) return *std::move(ring);
    auto ring = KeyRing::with_first_key(now);
    write_private_file(path, ring.to_text(), Existing::keep);
    return ring;
}

Result<void> edit_key_ring(const std::filesystem::path& path, Instant now,
                           const std::function<Result<void>(KeyRing&)>& edit) {
    auto ring = load_or_create_key_ring(path, now);
    const EditLock lock{path};
    if (auto latest = read_ring(path)) ring = *std::move(latest);
    ORION_CHECK(edit(ring));
    write_private_file(path, ring.to_text(), Existing::replace);
    return {};
}

}  // namespace orion::security
