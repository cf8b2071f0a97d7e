#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orion::tests {

struct RawReply {
    int status = 0;
    std::string head;
    std::string body;

    /// Value of the first header of exactly this name.
    std::optional<std::string> header(std::string_view name) const;
};

enum class BodyOf { get, head };

/// A client that sends the bytes it is told to, good or bad. Waits at most `patience` for anything.
class RawClient {
public:
    explicit RawClient(std::uint16_t port, int receive_buffer_bytes = 0);
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;

    /// False if the server no longer listens to us.
    bool send(std::string_view bytes) const;
    void finish_sending() const;
    /// Closes at once with a reset, dropping what was under way.
    void abort();

    /// Waits that long for the server to send something or to close.
    bool hears_within(std::chrono::milliseconds limit);
    /// The next answer; nothing if the connection ended or patience ran out before it was complete.
    std::optional<RawReply> reply(BodyOf kind = BodyOf::get);
    /// Whether the server closes, orderly and without another byte.
    bool is_closed_by_server();
    /// Everything up to the end of the connection.
    std::string rest();

private:
    static constexpr std::chrono::seconds patience{10};
    enum class Received { bytes, end, nothing };
    Received receive();

    int descriptor_ = -1;
    std::string input_;
};

}  // namespace orion::tests
