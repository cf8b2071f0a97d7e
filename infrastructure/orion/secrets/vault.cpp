#include "orion/secrets/vault.hpp"

#include "orion/kernel/result.hpp"

#include <boost/json.hpp>
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>

namespace orion::secrets {
namespace {

namespace json = boost::json;

constexpr std::size_t answer_bytes_max = std::size_t{1024} * 1024;
constexpr long forbidden = 403;
constexpr long not_found = 404;

struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
    contract(curl_easy_setopt(handle, option, value) == CURLE_OK, "libcurl knows the option");
}

std::size_t keep(const char* piece, std::size_t size, std::size_t count, void* kept) {
    auto& text = *static_cast<std::string*>(kept);
    if (text.size() + size * count > answer_bytes_max) return 0;
    text.append(piece, size * count);
    return size * count;
}

bool is_this_machine(std::string_view url) {
    return std::ranges::any_of(
        std::to_array<std::string_view>({"http://127.0.0.1", "http://localhost", "http://[::1]"}),
        [url](std::string_view local) {
            const auto rest = url.starts_with(local) ? url.substr(local.size()) : "x";
            return rest.empty() || rest.front() == ':' || rest.front() == '/';
        });
}

/// The member at the end of a path of names, if every one is there.
const json::value* member(const json::value& value, std::initializer_list<std::string_view> path) {
    const auto* at = &value;
    for (const auto name : path) {
        const auto* const object = at->if_object();
        at = object == nullptr ? nullptr : object->if_contains(name);
        if (at == nullptr) return nullptr;
    }
    return at;
}

std::int64_t number(const json::value* value) {
    return value != nullptr && value->is_int64() ? std::max<std::int64_t>(0, value->as_int64()) : 0;
}

bool truth(const json::value* value) { return value != nullptr && value->is_bool() && value->as_bool(); }

}  // namespace

struct Vault::Answer {
    long status = 0;
    json::value body;

    std::string refusal() const { return fmt::format("Vault answered {}", status); }
};

Vault::Vault(VaultOptions options) : options_{std::move(options)} {
    static const auto started = curl_global_init(CURL_GLOBAL_DEFAULT);
    contract(started == CURLE_OK, "libcurl starts");
}

std::expected<Vault::Answer, std::string> Vault::request(const char* method, const std::string& path,
                                                         const Secret& body) {
    if (!options_.url.starts_with("https://") && !is_this_machine(options_.url))
        return std::unexpected{"Vault is asked over https only, but on this machine"};
    const Owned<CURL> handle{curl_easy_init()};
    contract(handle != nullptr, "libcurl gives a handle");
    auto* const curl = handle.get();
    const auto url = options_.url + "/v1/" + path;
    const Secret authority{token_ ? "X-Vault-Token: " + token_->expose() : "X-Vault-Request: true"};
    Owned<curl_slist> headers{curl_slist_append(nullptr, "X-Vault-Request: true")};
    if (token_)
        contract(curl_slist_append(headers.get(), authority.expose().c_str()) != nullptr, "memory for a header");
    std::string text;
    set(curl, CURLOPT_URL, url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_PROXY, "");
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
    set(curl, CURLOPT_HTTPHEADER, headers.get());
    set(curl, CURLOPT_CUSTOMREQUEST, method);
    if (!options_.ca_file.empty()) set(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    if (!body.expose().empty()) set(curl, CURLOPT_POSTFIELDS, body.expose().c_str());
    set(curl, CURLOPT_WRITEFUNCTION, keep);
    set(curl, CURLOPT_WRITEDATA, &text);
    const auto code = curl_easy_perform(curl);
    const Secret answered{std::move(text)};
    if (code != CURLE_OK) return std::unexpected{fmt::format("Vault: {}", curl_easy_strerror(code))};
    Answer answer;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    boost::system::error_code malformed;
    answer.body = json::parse(answered.expose(), malformed);
    if (malformed && answer.status == 200) return std::unexpected{"Vault: the answer is no JSON"};
    return answer;
}

void Vault::adopt_lease(std::int64_t seconds, bool renewable) {
    constexpr std::int64_t longest = 30L * 24 * 3600;
    renewable_ = renewable;
    renew_at_.reset();
    if (seconds > 0) renew_at_ = Clock::now() + std::chrono::milliseconds{std::min(seconds, longest) * 500};
}

std::expected<void, std::string> Vault::log_in() {
    token_.reset();
    if (options_.role_id.empty()) {
        token_ = options_.token.current();
        if (!token_) return std::unexpected{"Vault: neither secrets.vault_token nor secrets.vault_role_id is set"};
        return look_up_own_token();
    }
    const auto secret_id = options_.secret_id.current();
    json::object credentials{{"role_id", options_.role_id}};
    if (secret_id) credentials["secret_id"] = secret_id->expose();
    const auto answer = request("POST", "auth/approle/login", Secret{json::serialize(credentials)});
    if (!answer) return std::unexpected{answer.error()};
    const auto* const token = member(answer->body, {"auth", "client_token"});
    if (answer->status != 200 || token == nullptr || !token->is_string())
        return std::unexpected{"logging in as an AppRole: " + answer->refusal()};
    token_.emplace(std::string{token->as_string()});
    adopt_lease(number(member(answer->body, {"auth", "lease_duration"})),
                truth(member(answer->body, {"auth", "renewable"})));
    return {};
}

std::expected<void, std::string> Vault::look_up_own_token() {
    const auto answer = request("GET", "auth/token/lookup-self");
    if (!answer || answer->status == forbidden) token_.reset();
    if (!answer) return std::unexpected{answer.error()};
    if (answer->status == forbidden) return std::unexpected{"the token: " + answer->refusal()};
    // A policy need not let a token look itself up.
    if (answer->status == 200)
        adopt_lease(number(member(answer->body, {"data", "ttl"})), truth(member(answer->body, {"data", "renewable"})));
    return {};
}

std::expected<Secret, std::string> Vault::read(std::string_view path, std::string_view field) {
    const auto slash = path.find('/');
    if (slash == path.npos) return std::unexpected{"a path in Vault is MOUNT/PATH"};
    const auto address = fmt::format("{}/data/{}", path.substr(0, slash), path.substr(slash + 1));
    // A token may have run out or been revoked since it was last used.
    for (bool may_log_in_again = token_.has_value();; may_log_in_again = false) {
        if (!token_) {
            if (auto logged_in = log_in(); !logged_in) return std::unexpected{std::move(logged_in).error()};
        }
        const auto answer = request("GET", address);
        if (!answer) return std::unexpected{answer.error()};
        if (answer->status == forbidden) {
            token_.reset();
            if (may_log_in_again) continue;
        }
        if (answer->status == not_found) return std::unexpected{"Vault has nothing there"};
        if (answer->status != 200) return std::unexpected{answer->refusal()};
        const auto* const value = member(answer->body, {"data", "data", field});
        if (value == nullptr || !value->is_string()) return std::unexpected{"Vault has no such text there"};
        return Secret{std::string{value->as_string()}};
    }
}

std::expected<void, std::string> Vault::keep_alive() {
    if (!token_ || !renew_at_ || Clock::now() < *renew_at_) return {};
    if (renewable_) {
        const auto answer = request("POST", "auth/token/renew-self", Secret{"{}"});
        if (!answer) return std::unexpected{answer.error()};
        if (answer->status == 200) {
            adopt_lease(number(member(answer->body, {"auth", "lease_duration"})),
                        truth(member(answer->body, {"auth", "renewable"})));
            return {};
        }
    }
    return log_in();
}

}  // namespace orion::secrets
