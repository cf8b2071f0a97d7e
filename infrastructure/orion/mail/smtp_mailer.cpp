#include "orion/mail/smtp_mailer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace orion::mail {
namespace {

struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(char* text) const { curl_free(text); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::string part(CURLU* url, CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, CURLU_URLDECODE) != CURLUE_OK) return {};
    return Owned<char>{text}.get();
}

bool is_this_machine(std::string_view host) {
    return host == "localhost" || host == "[::1]" || host == "127.0.0.1" || host.starts_with("127.");
}

/// What is left to be read of a mail.
struct Unread {
    std::string_view text;
};

std::size_t read_more(char* buffer, std::size_t size, std::size_t count, void* unread) {
    auto& text = static_cast<Unread*>(unread)->text;
    const auto length = std::min(size * count, text.size());
    std::memcpy(buffer, text.data(), length);
    text.remove_prefix(length);
    return length;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
    contract(curl_easy_setopt(handle, option, value) == CURLE_OK, "libcurl knows the option");
}

Result<void> outcome(CURLcode code, long reply) {
    if (code == CURLE_OK) return {};
    // RFC 5321: what was said about this mail or mailbox will be said again. Other 5xx are about us, and can be mended.
    if (reply >= 550 && reply <= 559)
        return fail(ErrorKind::invalid, "mail_refused", "The mail server takes no such mail.");
    return fail(ErrorKind::unavailable, "mail_not_sent",
                std::string{"The mail server was not reached: "} + curl_easy_strerror(code));
}

}  // namespace

struct SmtpMailer::Server {
    std::string url;
    std::string user;
    SecretSource password;
    std::string ca_file;
    std::chrono::milliseconds timeout;
    bool needs_tls;
};

SmtpMailer::SmtpMailer(const SmtpOptions& options, Sender sender, const Clock& clock)
    : sender_{std::move(sender)}, clock_{clock} {
    static const auto started = curl_global_init(CURL_GLOBAL_DEFAULT);
    contract(started == CURLE_OK, "libcurl starts");
    const Owned<CURLU> url{curl_url()};
    const bool is_url = curl_url_set(url.get(), CURLUPART_URL, options.url.c_str(), 0) == CURLUE_OK;
    const auto scheme = part(url.get(), CURLUPART_SCHEME);
    const auto host = part(url.get(), CURLUPART_HOST);
    if (!is_url || host.empty() || (scheme != "smtp" && scheme != "smtps"))
        throw std::runtime_error{"mail.smtp_url: must be smtp://USER@HOST:PORT or smtps://USER@HOST:PORT"};
    const auto port = part(url.get(), CURLUPART_PORT);
    server_ = std::make_unique<const Server>(Server{.url = scheme + "://" + host + (port.empty() ? "" : ":" + port),
                                                    .user = part(url.get(), CURLUPART_USER),
                                                    .password = options.password,
                                                    .ca_file = options.ca_file,
                                                    .timeout = options.timeout,
                                                    .needs_tls = scheme == "smtps" || !is_this_machine(host)});
}

SmtpMailer::~SmtpMailer() = default;

Result<void> SmtpMailer::send(const notifications::Mail& mail) {
    const Secret text{to_mime(mail, sender_, clock_.now())};
    Unread unread{text.expose()};
    const Owned<CURL> handle{curl_easy_init()};
    contract(handle != nullptr, "libcurl gives a handle");
    auto* const curl = handle.get();
    const Owned<curl_slist> to{curl_slist_append(nullptr, ("<" + mail.to.text() + ">").c_str())};
    const auto from = "<" + sender_.address.text() + ">";
    set(curl, CURLOPT_URL, server_->url.c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_PROXY, "");
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server_->timeout.count()));
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(server_->timeout.count()));
    set(curl, CURLOPT_USE_SSL, static_cast<long>(server_->needs_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!server_->ca_file.empty()) set(curl, CURLOPT_CAINFO, server_->ca_file.c_str());
    if (!server_->user.empty()) set(curl, CURLOPT_USERNAME, server_->user.c_str());
    if (const auto password = server_->password.current()) set(curl, CURLOPT_PASSWORD, password->expose().c_str());
    set(curl, CURLOPT_MAIL_FROM, from.c_str());
    set(curl, CURLOPT_MAIL_RCPT, to.get());
    set(curl, CURLOPT_UPLOAD, 1L);
    set(curl, CURLOPT_READFUNCTION, read_more);
    set(curl, CURLOPT_READDATA, &unread);
    const auto code = curl_easy_perform(curl);
    long reply = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    return outcome(code, reply);
}

}  // namespace orion::mail
