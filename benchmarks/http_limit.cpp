// The cost of the transport alone: every request is answered with 13 bytes. Measure with `wrk -t1 -c32 -d4s URL`, next
// to a bare Pistache endpoint that does the same; compare ratios and the processor time a request takes.
#include "orion/http/server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

class Greeting : public orion::http::Application {
public:
    void serve(orion::http::Request, orion::http::Responder respond) override {
        respond({.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = "Hello, World!"});
    }
    orion::http::Response refuse(int status, std::string_view reason,
                                 const orion::http::Request& /*request*/) override {
        return {.status = status, .headers = {}, .body = std::string(reason)};
    }
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fputs("usage: http_limit PORT THREADS\n", stderr);
        return 2;
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    Greeting application;
    orion::http::ServerSettings settings;
    settings.port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
    settings.threads = static_cast<unsigned>(std::atoi(arguments[2]));
    orion::http::Server server(settings, application);
    server.start();
    int received = 0;
    sigwait(&signals, &received);
    return server.drain(std::chrono::seconds{5}) ? 0 : 1;
}
