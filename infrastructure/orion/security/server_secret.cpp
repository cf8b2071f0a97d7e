#include "orion/security/server_secret.hpp"

#include "orion/security/private_file.hpp"

#include <sys/random.h>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace orion::security {
namespace {

constexpr std::size_t secret_bytes = 32;

std::optional<Secret> read(const std::filesystem::path& path) {
    auto secret = read_private_file(path, secret_bytes);
    if (secret && secret->expose().size() != secret_bytes)
        throw std::runtime_error{path.string() + ": this is no secret key of Orion (32 bytes)"};
    return secret;
}

Secret random_secret() {
    std::string bytes(secret_bytes, '\0');
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error{"the system gives no random numbers"};
    return Secret{std::move(bytes)};
}

}  // namespace

Secret load_or_create_server_secret(const std::filesystem::path& data_directory) {
    const auto path = data_directory / "secret.key";
    if (auto existing = read(path)) return *std::move(existing);
    write_private_file(path, random_secret(), Existing::keep);
    auto created = read(path);
    if (!created) throw std::runtime_error{path.string() + ": is gone as soon as it is made"};
    return *std::move(created);
}

}  // namespace orion::security
