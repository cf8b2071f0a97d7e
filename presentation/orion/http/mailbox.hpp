#pragma once

#include "orion/http/server.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace orion::http {

/// One connection of one worker; counted up and never used twice, unlike a descriptor.
using ConnectionId = std::uint64_t;

struct Answer {
    ConnectionId connection = 0;
    std::uint64_t request = 0;         ///< which request of that connection
    std::optional<Response> response;  ///< nothing: the application has lost the request
};

/// The way back to a worker thread. `post` and `wake` from any thread, even after the worker has gone; the rest only by
/// the worker. An eventfd becomes readable when there is something to take.
class Mailbox {
public:
    Mailbox();
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    void post(Answer answer);
    void wake() const;

    /// While one of these lives, what this thread posts needs no lock and wakes nobody: it goes to `take_own`.
    class OwnThread {
    public:
        explicit OwnThread(Mailbox& mailbox);
        ~OwnThread();
        OwnThread(const OwnThread&) = delete;
        OwnThread& operator=(const OwnThread&) = delete;
    };
    std::optional<Answer> take_own();

    int descriptor() const { return descriptor_; }
    std::vector<Answer> take();
    /// From now on what is posted is dropped.
    void close();

private:
    int descriptor_;
    std::mutex mutex_;
    std::vector<Answer> answers_;
    bool open_ = true;
    std::vector<Answer> own_;
};

struct Responder::Target {
    std::shared_ptr<Mailbox> mailbox;
    ConnectionId connection = 0;
    std::uint64_t request = 0;
};

}  // namespace orion::http
