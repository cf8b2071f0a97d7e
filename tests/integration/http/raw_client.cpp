#include "raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace orion::tests {

std::optional<std::string> RawReply::header(std::string_view name) const {
    const auto key = "\r\n" + std::string(name) + ": ";
    const auto at = head.find(key);
    if (at == std::string::npos) return std::nullopt;
    const auto begin = at + key.size();
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

RawClient::RawClient(std::uint16_t port, int receive_buffer_bytes)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer_bytes > 0) {
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    }
    const int yes = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const int error = errno;
        ::close(descriptor_);
        throw std::system_error(error, std::generic_category(), "connect");
    }
}

RawClient::~RawClient() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), input_(std::move(other.input_)) {}

bool RawClient::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::finish_sending() const { ::shutdown(descriptor_, SHUT_WR); }

void RawClient::abort() {
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(descriptor_, -1));
}

bool RawClient::hears_within(std::chrono::milliseconds limit) {
    pollfd waiting{descriptor_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(limit.count())) == 1;
}

RawClient::Received RawClient::receive() {
    if (!hears_within(patience)) return Received::nothing;
    std::array<char, 16384> piece;
    const auto received = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (received == 0) return Received::end;
    if (received < 0) return Received::nothing;
    input_.append(piece.data(), static_cast<std::size_t>(received));
    return Received::bytes;
}

std::optional<RawReply> RawClient::reply(BodyOf kind) {
    std::size_t head_end = 0;
    while ((head_end = input_.find("\r\n\r\n")) == std::string::npos) {
        if (receive() != Received::bytes) return std::nullopt;
    }
    RawReply reply;
    reply.head = input_.substr(0, head_end + 2);
    reply.status = std::atoi(reply.head.substr(9, 3).c_str());
    const auto length = reply.header("Content-Length");
    const bool has_body = length && kind == BodyOf::get;
    const auto total = head_end + 4 + (has_body ? std::stoul(*length) : 0);
    while (input_.size() < total) {
        if (receive() != Received::bytes) return std::nullopt;
    }
    reply.body = input_.substr(head_end + 4, total - head_end - 4);
    input_.erase(0, total);
    return reply;
}

bool RawClient::is_closed_by_server() { return input_.empty() && receive() == Received::end; }

std::string RawClient::rest() {
    while (receive() == Received::bytes) {
    }
    return std::exchange(input_, {});
}

}  // namespace orion::tests
