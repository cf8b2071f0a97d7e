#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>
#include <optional>
#include <stdexcept>

namespace orion::test {

/// Another process that runs `body` and can be killed at any moment. It reports to the test through a pipe. Make it
/// while the test has no other threads and no database open.
template <class Report>
class ChildProcess {
public:
    /// For the child's side; thread-safe, since small writes to a pipe are.
    class Reporter {
    public:
        explicit Reporter(int descriptor) : descriptor_{descriptor} {}
        void operator()(const Report& report) const {
            if (::write(descriptor_, &report, sizeof report) != sizeof report) ::_exit(3);
        }

    private:
        int descriptor_;
    };

    explicit ChildProcess(const std::function<void(Reporter)>& body) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) throw std::runtime_error{"no pipe"};
        pid_ = ::fork();
        if (pid_ < 0) throw std::runtime_error{"no child"};
        if (pid_ == 0) {
            ::close(ends[0]);
            try {
                body(Reporter{ends[1]});
            } catch (...) {
                ::_exit(2);
            }
            ::_exit(0);
        }
        ::close(ends[1]);
        reports_ = ends[0];
    }
    ~ChildProcess() {
        kill();
        ::close(reports_);
    }
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// The next report, or nothing once the child is gone and all it had reported is read.
    std::optional<Report> next() {
        std::array<char, sizeof(Report)> bytes{};
        std::size_t have = 0;
        while (have < bytes.size()) {
            const auto got = ::read(reports_, bytes.data() + have, bytes.size() - have);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return std::nullopt;
            have += static_cast<std::size_t>(got);
        }
        Report report;
        std::memcpy(&report, bytes.data(), bytes.size());
        return report;
    }

    /// kill -9, unless it ended by itself.
    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }
    /// Whether it ended by itself.
    bool has_ended() {
        if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = -1;
        return pid_ < 0;
    }
    /// Its exit status when it ends by itself.
    int wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t pid_ = -1;
    int reports_ = -1;
};

}  // namespace orion::test
