#include "orion/secrets/sealed_file.hpp"

#include "orion/kernel/result.hpp"
#include "orion/security/base64url.hpp"
#include "orion/security/private_file.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <ranges>
#include <span>
#include <utility>

namespace orion::secrets {
namespace {

constexpr std::string_view first_line = "orion-sealed-1";
constexpr std::string_view purpose = "orion sealed secrets";
constexpr std::size_t name_length_max = 64;
constexpr std::size_t file_bytes_max = std::size_t{1024} * 1024;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

struct Entry {
    std::string name;
    std::string sealed;  ///< nonce and ciphertext
};

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Secret key_from(const Secret& given) {
    contract(sodium_init() >= 0, "libsodium starts");
    std::string key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES, '\0');
    crypto_generichash(bytes(key), key.size(), bytes(std::string_view{given.expose()}), given.expose().size(),
                       bytes(purpose), purpose.size());
    return Secret{std::move(key)};
}

bool is_name(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    };
    return !name.empty() && name.size() <= name_length_max && std::ranges::all_of(name, fits);
}

std::expected<std::vector<Entry>, std::string> entries_in(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string line;
    if (!file || !std::getline(file, line)) return std::unexpected{"cannot be read"};
    if (line != first_line) return std::unexpected{"is no file of sealed secrets"};
    std::vector<Entry> entries;
    for (std::size_t read = 0; std::getline(file, line); read += line.size()) {
        const auto blank = line.find(' ');
        auto sealed = security::from_base64url(blank == line.npos ? "" : std::string_view{line}.substr(blank + 1));
        const bool is_entry = sealed && sealed->size() >= nonce_bytes + tag_bytes && is_name(line.substr(0, blank));
        if (!is_entry || read > file_bytes_max) return std::unexpected{"is no file of sealed secrets"};
        entries.push_back({line.substr(0, blank), *std::move(sealed)});
    }
    return entries;
}

}  // namespace

SealedFile::SealedFile(std::string path, const Secret& key) : path_{std::move(path)}, key_{key_from(key)} {}

std::expected<void, std::string> SealedFile::seal(std::string_view name, const Secret& secret) const {
    if (!is_name(name)) return std::unexpected{"a name has up to 64 letters, digits, '.', '_' and '-'"};
    std::vector<Entry> entries;
    if (std::ifstream{path_}) {
        auto found = entries_in(path_);
        if (!found) return std::unexpected{std::move(found).error()};
        entries = *std::move(found);
    }
    std::string sealed(nonce_bytes + secret.expose().size() + tag_bytes, '\0');
    randombytes_buf(sealed.data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes(sealed) + nonce_bytes, nullptr, bytes(std::string_view{secret.expose()}), secret.expose().size(),
        bytes(name), name.size(), nullptr, bytes(sealed), bytes(std::string_view{key_.expose()}));
    const auto known = std::ranges::find(entries, name, &Entry::name);
    if (known == entries.end())
        entries.push_back({std::string{name}, std::move(sealed)});
    else
        known->sealed = std::move(sealed);
    std::string text{first_line};
    text += '\n';
    for (const auto& entry : entries) text += entry.name + ' ' + security::to_base64url(entry.sealed) + '\n';
    try {
        security::write_private_file(path_, Secret{std::move(text)}, security::Existing::replace);
    } catch (const std::exception& error) {
        return std::unexpected{error.what()};
    }
    return {};
}

std::expected<Secret, std::string> SealedFile::unseal(std::string_view name) const {
    const auto entries = entries_in(path_);
    if (!entries) return std::unexpected{entries.error()};
    const auto found = std::ranges::find(*entries, name, &Entry::name);
    if (found == entries->end()) return std::unexpected{"has no such name"};
    const std::string_view sealed = found->sealed;
    std::string text(sealed.size() - nonce_bytes - tag_bytes, '\0');
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        bytes(text), nullptr, nullptr, bytes(sealed.substr(nonce_bytes)), sealed.size() - nonce_bytes, bytes(name),
        name.size(), bytes(sealed), bytes(std::string_view{key_.expose()}));
    if (opened != 0) return std::unexpected{"was sealed with another key, or changed"};
    return Secret{std::move(text)};
}

std::expected<std::vector<std::string>, std::string> SealedFile::names(const std::string& path) {
    auto entries = entries_in(path);
    if (!entries) return std::unexpected{std::move(entries).error()};
    std::vector<std::string> names;
    for (auto& entry : *entries) names.push_back(std::move(entry.name));
    return names;
}

}  // namespace orion::secrets
