#pragma once

#include "support/engines.hpp"
#include "support/tcp_forwarder.hpp"
#include "support/temporary_folder.hpp"

#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>

namespace orion::test {

/// Debian's pgbouncer in transaction mode before the tests' PostgreSQL, for one schema, with two connections of `user`
/// to lend.
class Pgbouncer {
public:
    explicit Pgbouncer(const std::string& schema, const std::string& user = "orion") {
        const auto server = engine("postgres_url").value();
        // A port that was free a moment ago.
        port_ = TcpForwarder{1}.port();
        const auto config = folder_.path() / "pgbouncer.ini";
        std::ofstream{config}
            << "[databases]\norion = host=127.0.0.1 port=" << port_of(server) << " dbname=orion user=" << user
            << " password=" << engine("postgres_password").value() << " connect_query='SET search_path TO " << schema
            << "'\n"
            << "[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " << port_
            << "\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 2\n"
            << "logfile = " << (folder_.path() / "log").string() << "\n";
        const auto* postgres = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;  // NOLINT: it refuses to be root
        if (postgres != nullptr)
            for (const auto& path : {folder_.path(), config})
                if (::chown(path.c_str(), postgres->pw_uid, postgres->pw_gid) != 0) throw std::runtime_error{"chown"};
        pid_ = ::fork();
        if (pid_ < 0) throw std::runtime_error{"no child"};
        if (pid_ > 0) return;
        if (postgres != nullptr && (::setgid(postgres->pw_gid) != 0 || ::setuid(postgres->pw_uid) != 0)) ::_exit(2);
        ::execl("/usr/sbin/pgbouncer", "pgbouncer", "-q", config.c_str(), nullptr);
        ::_exit(2);
    }
    ~Pgbouncer() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    Pgbouncer(const Pgbouncer&) = delete;
    Pgbouncer& operator=(const Pgbouncer&) = delete;

    std::string url() const { return "postgresql://orion@127.0.0.1:" + std::to_string(port_) + "/orion"; }

private:
    TemporaryFolder folder_;
    std::uint16_t port_ = 0;
    pid_t pid_ = -1;
};

}  // namespace orion::test
