#pragma once

#include "orion/http/mailbox.hpp"
#include "orion/http/request_framing.hpp"
#include "orion/http/response_text.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <variant>

namespace orion::http {

enum class Stage { serving, draining, closing };

/// What a connection stands in; outlives it.
struct ConnectionSurroundings {
    const ServerSettings& settings;
    Application& application;
    const std::shared_ptr<Mailbox>& mailbox;
    const std::atomic<Stage>& stage;
};

/// One client: reads requests one at a time, hands each to the application, writes its answer, reads on. Nothing is
/// read while an answer is due or being written, so a client that does not take its answers is not listened to.
///
/// The owner tells it what the descriptor is ready for, which answers have come and what time it is, and afterwards
/// asks `is_closed`, `deadline` and `wants_turn`. Runs on its worker's thread; does not close the descriptor.
class Connection {
public:
    using Clock = std::chrono::steady_clock;

    Connection(ConnectionId id, int descriptor, std::string peer, const ConnectionSurroundings& surroundings);

    void on_readable(Clock::time_point now);
    void on_writable(Clock::time_point now);
    void on_hang_up() { phase_ = Phase::closed; }
    void on_deadline(Clock::time_point now);
    void on_answer(Answer answer, Clock::time_point now);
    /// Goes on where `wants_turn` was left, and notices that the server is draining.
    void on_turn(Clock::time_point now);
    /// Answers 503 and closes: the server is full.
    void turn_away(Clock::time_point now);

    bool is_closed() const { return phase_ == Phase::closed; }
    /// Whether a request would be lost if it were closed now.
    bool is_busy() const;
    Clock::time_point deadline() const { return deadline_; }
    /// It has stopped only to let others run.
    bool wants_turn() const { return wants_turn_; }

private:
    enum class Phase { reading, answering, writing, lingering, closed };
    enum class Waiting { nothing, first_request, next_request, headers, body };

    void run(Clock::time_point now);
    bool receive(Clock::time_point now);
    void await_bytes(Clock::time_point now);
    void serve(FramedRequest framed, Clock::time_point now);
    void refuse(const Refusal& refusal, Clock::time_point now);
    void write(Response response, Clock::time_point now);
    void flush(Clock::time_point now);
    void finish_write(Clock::time_point now);
    void discard_input();
    bool is_draining() const { return surroundings_.stage.load(std::memory_order_relaxed) != Stage::serving; }

    ConnectionId id_;
    int descriptor_;
    std::string peer_;
    const ConnectionSurroundings& surroundings_;
    RequestFraming framing_;
    /// Framed already, to learn whether an answer is the last.
    std::variant<NeedMore, FramedRequest, Refusal> next_;
    Phase phase_ = Phase::reading;
    Waiting waiting_ = Waiting::nothing;
    Clock::time_point deadline_ = Clock::time_point::max();
    std::uint64_t request_ = 0;  ///< the number of the one being answered
    AnswerContext context_;
    std::string out_;   ///< heads and small bodies
    std::string body_;  ///< a large one, after `out_`
    std::size_t written_bytes_ = 0;
    int reads_left_ = 0;
    bool readable_ = false;
    bool wants_turn_ = false;
};

}  // namespace orion::http
