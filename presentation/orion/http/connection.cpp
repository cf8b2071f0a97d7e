#include "orion/http/connection.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace orion::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t read_bytes = std::size_t{16} * 1024;
constexpr std::size_t joined_body_bytes = std::size_t{16} * 1024;
/// After so many reads the other connections of the worker have their turn.
constexpr int reads_per_turn = 16;
/// How long a client may take to read the last answer and close (RFC 9112, 9.6).
constexpr auto linger_time = 1s;

FramingLimits limits_of(const ServerSettings& settings) {
    return {.request_line_bytes = settings.max_request_line_bytes,
            .header_bytes = settings.max_header_bytes,
            .headers = settings.max_headers,
            .body_bytes = settings.max_body_bytes};
}

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

Connection::Connection(ConnectionId id, int descriptor, std::string peer, const ConnectionSurroundings& surroundings)
    : id_(id),
      descriptor_(descriptor),
      peer_(std::move(peer)),
      surroundings_(surroundings),
      framing_(limits_of(surroundings.settings)) {}

void Connection::on_readable(Clock::time_point now) {
    readable_ = true;
    on_turn(now);
}

void Connection::on_writable(Clock::time_point now) {
    flush(now);
    on_turn(now);
}

void Connection::on_turn(Clock::time_point now) {
    reads_left_ = reads_per_turn;
    run(now);
}

void Connection::on_deadline(Clock::time_point now) {
    switch (phase_) {
        case Phase::reading:
            if (framing_.phase() == RequestFraming::Phase::between_requests) {
                phase_ = Phase::closed;
            } else {
                refuse({408, "the request took too long to arrive"}, now);
                run(now);
            }
            break;
        case Phase::answering:
            ++request_;
            write(surroundings_.application.refuse(503, "no answer in time", {}), now);
            run(now);
            break;
        case Phase::writing:
        case Phase::lingering:
        case Phase::closed:
            phase_ = Phase::closed;
            break;
    }
}

void Connection::on_answer(Answer answer, Clock::time_point now) {
    if (phase_ != Phase::answering || answer.request != request_) return;
    ++request_;
    write(answer.response ? std::move(*answer.response)
                          : surroundings_.application.refuse(500, "the request was not answered", {}),
          now);
    run(now);
}

void Connection::turn_away(Clock::time_point now) {
    refuse({503, "too many connections"}, now);
    run(now);
}

bool Connection::is_busy() const {
    switch (phase_) {
        case Phase::reading:
            return framing_.phase() != RequestFraming::Phase::between_requests;
        case Phase::answering:
        case Phase::writing:
            return true;
        case Phase::lingering:
        case Phase::closed:
            return false;
    }
    return false;
}

void Connection::run(Clock::time_point now) {
    wants_turn_ = false;
    while (phase_ == Phase::reading) {
        auto step = std::exchange(next_, NeedMore{});
        if (std::holds_alternative<NeedMore>(step)) step = framing_.next();
        if (auto* framed = std::get_if<FramedRequest>(&step)) {
            serve(std::move(*framed), now);
        } else if (const auto* refusal = std::get_if<Refusal>(&step)) {
            refuse(*refusal, now);
        } else if (!receive(now)) {
            return;
        }
    }
    if (phase_ == Phase::lingering) discard_input();
}

/// False if there is nothing to be had now.
bool Connection::receive(Clock::time_point now) {
    if (!readable_) {
        await_bytes(now);
        return false;
    }
    if (reads_left_ == 0) {
        wants_turn_ = true;
        return false;
    }
    --reads_left_;
    std::array<char, read_bytes> piece;
    const auto received = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (received > 0) {
        framing_.feed({piece.data(), static_cast<std::size_t>(received)});
        return true;
    }
    if (received < 0 && would_block(errno)) {
        readable_ = false;
    } else if (received == 0 || errno != EINTR) {
        phase_ = Phase::closed;
        return false;
    }
    return true;
}

void Connection::await_bytes(Clock::time_point now) {
    if (framing_.take_expected_continue()) {
        out_ += "HTTP/1.1 100 Continue\r\n\r\n";
        flush(now);
    }
    const auto& settings = surroundings_.settings;
    const auto wait_for = [&](Waiting what, std::chrono::milliseconds limit) {
        // Set once, so that a trickle of bytes does not extend it.
        if (waiting_ != what) deadline_ = now + limit;
        waiting_ = what;
    };
    switch (framing_.phase()) {
        case RequestFraming::Phase::between_requests:
            if (is_draining()) phase_ = Phase::closed;
            if (request_ == 0) {
                wait_for(Waiting::first_request, settings.header_timeout);
            } else {
                wait_for(Waiting::next_request, settings.keep_alive_timeout);
            }
            break;
        case RequestFraming::Phase::headers:
            wait_for(Waiting::headers, settings.header_timeout);
            break;
        case RequestFraming::Phase::body:
            wait_for(Waiting::body, settings.body_timeout);
            break;
    }
}

void Connection::serve(FramedRequest framed, Clock::time_point now) {
    context_ = {.to_head_request = framed.request.method == "HEAD",
                .version = framed.version,
                .persistence = framed.persistence};
    framed.request.peer = peer_;
    framed.request.arrived = now;
    phase_ = Phase::answering;
    waiting_ = Waiting::nothing;
    deadline_ = now + surroundings_.settings.answer_timeout;
    auto target = std::make_unique<Responder::Target>(surroundings_.mailbox, id_, request_);
    surroundings_.application.serve(std::move(framed.request), Responder(std::move(target)));
}

void Connection::refuse(const Refusal& refusal, Clock::time_point now) {
    context_ = {.to_head_request = framing_.is_head(), .version = Version::http_1_1, .persistence = Persistence::close};
    write(surroundings_.application.refuse(refusal.status, refusal.reason, framing_.so_far()), now);
}

void Connection::write(Response response, Clock::time_point now) {
    if (!is_writable(response)) response = surroundings_.application.refuse(500, "the answer was malformed", {});
    if (!is_writable(response)) response = {.status = 500, .headers = {}, .body = {}};
    if (is_draining() && context_.persistence == Persistence::keep_alive) {
        // What has been read already is answered too, and only the last answer says that it is.
        next_ = framing_.next();
        if (std::holds_alternative<NeedMore>(next_)) context_.persistence = Persistence::close;
    }
    out_ += head_text(response, context_);
    if (sends_body(response, context_)) {
        if (response.body.size() <= joined_body_bytes) {
            out_ += response.body;
        } else {
            body_ = std::move(response.body);
        }
    }
    phase_ = Phase::writing;
    deadline_ = now + surroundings_.settings.write_timeout;
    flush(now);
}

void Connection::flush(Clock::time_point now) {
    const auto total_bytes = out_.size() + body_.size();
    while (written_bytes_ < total_bytes) {
        const auto of_out = std::min(written_bytes_, out_.size());
        const auto of_body = written_bytes_ - of_out;
        std::array<iovec, 2> pieces{
            {{out_.data() + of_out, out_.size() - of_out}, {body_.data() + of_body, body_.size() - of_body}}};
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = pieces.size();
        const auto sent = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR) continue;
            if (!would_block(errno)) phase_ = Phase::closed;
            return;
        }
        written_bytes_ += static_cast<std::size_t>(sent);
        if (phase_ == Phase::writing) deadline_ = now + surroundings_.settings.write_timeout;
    }
    // Given back, not kept: most connections are idle.
    std::string().swap(out_);
    std::string().swap(body_);
    written_bytes_ = 0;
    if (phase_ == Phase::writing) finish_write(now);
}

void Connection::finish_write(Clock::time_point now) {
    if (context_.persistence == Persistence::keep_alive) {
        phase_ = Phase::reading;
        return;
    }
    // Closing with input unread would reset the connection and could take the answer from the client.
    ::shutdown(descriptor_, SHUT_WR);
    phase_ = Phase::lingering;
    deadline_ = now + linger_time;
}

void Connection::discard_input() {
    std::array<char, read_bytes> piece;
    while (readable_) {
        if (reads_left_ == 0) {
            wants_turn_ = true;
            return;
        }
        --reads_left_;
        const auto received = ::recv(descriptor_, piece.data(), piece.size(), 0);
        if (received > 0 || (received < 0 && errno == EINTR)) continue;
        readable_ = false;
        if (received == 0 || !would_block(errno)) phase_ = Phase::closed;
    }
}

}  // namespace orion::http
