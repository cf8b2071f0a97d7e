#pragma once

#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace orion::test {

/// The texts of the mails in a folder, in the order of their names.
inline std::vector<std::string> mails_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (entry.path().extension() == ".eml") files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> mails;
    for (const auto& path : files) {
        std::ifstream file{path, std::ios::binary};
        mails.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    }
    return mails;
}

/// What Python's mail parser reads out of a mail: headers, an empty line, the text.
inline std::string read_independently(const std::string& mail) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "mail";
    std::ofstream{path, std::ios::binary} << mail;
    const auto command =
        std::string{"/usr/bin/python3 "} + ORION_SOURCE_DIR + "/tests/support/read_mail.py < " + path.string();
    auto* const output = ::popen(command.c_str(), "r");
    if (output == nullptr) throw std::runtime_error{"no reader"};
    std::string text;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), output)) text.append(buffer.data(), count);
    if (::pclose(output) != 0) throw std::runtime_error{"Python cannot read the mail: " + mail};
    return text;
}

/// A key and a certificate for one host, which is its own authority.
struct Certificate {
    explicit Certificate(const std::string& host) {
        const auto command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" + host +
            " -addext subjectAltName=DNS:" + host + " -keyout " + key() + " -out " + file() + " 2>/dev/null";
        if (std::system(command.c_str()) != 0) throw std::runtime_error{"no certificate"};
    }
    std::string file() const { return (folder.path() / "certificate.pem").string(); }
    std::string key() const { return (folder.path() / "key.pem").string(); }
    TemporaryFolder folder;
};

/// A real mail server (aiosmtpd) of the test's own; see smtp_sink.py.
class SmtpSink {
public:
    explicit SmtpSink(std::vector<std::string> arguments = {}) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) throw std::runtime_error{"no pipe"};
        std::vector<std::string> words{"/usr/bin/python3", ORION_SOURCE_DIR "/tests/support/smtp_sink.py",
                                       folder_.path().string()};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            // What it says of clients that go away is no concern of the test.
            const int log = ::open("/dev/null", O_WRONLY);
            if (log >= 0) ::dup2(log, STDERR_FILENO);
            ::execv(argv[0], argv.data());
            ::_exit(127);
        }
        ::close(ends[1]);
        for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';) port_ += c;
        ::close(ends[0]);
        if (port_.empty()) throw std::runtime_error{"no mail server; is python3-aiosmtpd installed?"};
    }
    ~SmtpSink() { stop(); }
    SmtpSink(const SmtpSink&) = delete;
    SmtpSink& operator=(const SmtpSink&) = delete;

    void stop() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }
    const std::string& port() const { return port_; }
    std::vector<std::string> mails() const { return mails_in(folder_.path()); }
    std::string envelopes() const {
        std::ifstream file{folder_.path() / "envelopes"};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

private:
    TemporaryFolder folder_;
    pid_t pid_ = -1;
    std::string port_;
};

}  // namespace orion::test
