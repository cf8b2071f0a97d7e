#pragma once

#include "orion/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace orion::http {

/// Where the answer to one request goes. Move-only; call it exactly once, from any thread, at any time: the connection
/// is addressed by its identity, so an answer whose client has gone is dropped and can reach nobody else. One that is
/// destroyed without being called answers 500 through `Application::refuse`.
class Responder {
public:
    struct Target;
    explicit Responder(std::unique_ptr<Target> target);
    Responder(Responder&&) noexcept;
    Responder& operator=(Responder&&) noexcept;
    ~Responder();

    void operator()(Response response);

private:
    std::unique_ptr<Target> target_;
};

/// What the transport serves. Called from several threads at once.
class Application {
public:
    virtual ~Application() = default;

    /// Runs on a reactor thread: must not block for long. Must not throw.
    virtual void serve(Request request, Responder respond) = 0;

    /// The answer to what is no acceptable request (400, 408, 413, 414, 417, 431, 501, 503, 505), or 500 for a lost
    /// one. `reason` is a short text that may be shown; `request` is what has been read of it and is still known, which
    /// may be nothing. Must not throw.
    virtual Response refuse(int status, std::string_view reason, const Request& request) = 0;
};

/// Every wait and every size has a bound.
struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free one
    unsigned threads = 2;
    std::size_t max_request_line_bytes = 8192;
    std::size_t max_header_bytes = 16'384;  ///< of all header lines together
    std::size_t max_headers = 100;
    std::size_t max_body_bytes = 1'048'576;
    std::size_t max_connections = 10'000;
    int accept_backlog = 1024;
    std::chrono::milliseconds header_timeout{10'000};  ///< from the first byte of a request to the end of its headers
    std::chrono::milliseconds body_timeout{30'000};    ///< from there to the end of its body
    std::chrono::milliseconds keep_alive_timeout{60'000};  ///< between requests
    std::chrono::milliseconds write_timeout{30'000};       ///< without the client taking any byte of an answer
    std::chrono::milliseconds answer_timeout{60'000};      ///< for the application to answer: 503 then
};

/// An HTTP/1.1 server: keep-alive, pipelining, HEAD, 100-continue, back-pressure, drain.
class Server {
public:
    /// Binds and listens; throws std::system_error when the address is taken. Serves after `start()`.
    Server(const ServerSettings& settings, Application& application);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    void start();

    /// Stops accepting, closes idle connections, lets every request that has been read be answered (with
    /// `Connection: close`) and written, for at most `limit`; then closes what is left. True if nothing was cut off.
    bool drain(std::chrono::milliseconds limit);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace orion::http
