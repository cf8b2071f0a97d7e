#include "orion/secrets/secret_reader.hpp"

#include "orion/secrets/sealed_file.hpp"

#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace orion::secrets {
namespace {

/// What follows the scheme, if it is this one.
std::optional<std::string_view> place_in(std::string_view reference, std::string_view scheme) {
    if (!reference.starts_with(scheme)) return std::nullopt;
    return reference.substr(scheme.size());
}

std::expected<Secret, std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    if (!file.is_open() || file.bad()) return std::unexpected{"the file cannot be read"};
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    return Secret{std::move(text)};
}

}  // namespace

bool is_reference(std::string_view text) {
    for (const std::string_view scheme : {"env:", "file:"})
        if (const auto place = place_in(text, scheme)) return !place->empty();
    for (const std::string_view scheme : {"sealed:", "vault:"}) {
        const auto place = place_in(text, scheme);
        const auto mark = place ? place->rfind('#') : text.npos;
        if (mark != text.npos) return mark > 0 && mark + 1 < place->size();
    }
    return false;
}

std::expected<Secret, std::string> SecretReader::read(std::string_view reference) {
    if (const auto place = place_in(reference, "file:")) return read_file(std::string{*place});
    if (const auto place = place_in(reference, "sealed:")) return read_sealed(*place);
    if (const auto place = place_in(reference, "vault:")) return read_vault(*place);
    const auto name = place_in(reference, "env:").value_or("");
    const auto found = options_.environment.find(std::string{name});
    if (found == options_.environment.end()) return std::unexpected{"there is no such variable"};
    return Secret{found->second};
}

std::expected<Secret, std::string> SecretReader::read_sealed(std::string_view place) const {
    const auto key = options_.sealing_key.current();
    if (!key) return std::unexpected{"secrets.sealing_key is not set"};
    const auto mark = place.rfind('#');
    return SealedFile{std::string{place.substr(0, mark)}, *key}.unseal(place.substr(mark + 1));
}

std::expected<Secret, std::string> SecretReader::read_vault(std::string_view place) {
    if (options_.vault.url.empty()) return std::unexpected{"secrets.vault_url is not set"};
    const auto mark = place.rfind('#');
    return vault_.read(place.substr(0, mark), place.substr(mark + 1));
}

}  // namespace orion::secrets
