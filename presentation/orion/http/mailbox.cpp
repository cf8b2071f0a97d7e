#include "orion/http/mailbox.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace orion::http {
namespace {

thread_local Mailbox* own_mailbox = nullptr;

}  // namespace

Mailbox::Mailbox() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Mailbox::~Mailbox() { ::close(descriptor_); }

void Mailbox::post(Answer answer) {
    if (own_mailbox == this) {
        own_.push_back(std::move(answer));
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        if (!open_) return;
        answers_.push_back(std::move(answer));
        if (answers_.size() > 1) return;
    }
    wake();
}

void Mailbox::wake() const {
    // It can fail only by being full, and then it is readable.
    static_cast<void>(::eventfd_write(descriptor_, 1));
}

Mailbox::OwnThread::OwnThread(Mailbox& mailbox) { own_mailbox = &mailbox; }
Mailbox::OwnThread::~OwnThread() { own_mailbox = nullptr; }

std::optional<Answer> Mailbox::take_own() {
    if (own_.empty()) return std::nullopt;
    std::optional<Answer> answer(std::move(own_.back()));
    own_.pop_back();
    return answer;
}

std::vector<Answer> Mailbox::take() {
    // Emptied before the queue is, so that what is posted in between wakes again.
    eventfd_t ignored = 0;
    static_cast<void>(::eventfd_read(descriptor_, &ignored));
    const std::lock_guard lock(mutex_);
    return std::exchange(answers_, {});
}

void Mailbox::close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
    answers_.clear();
}

Responder::Responder(std::unique_ptr<Target> target) : target_(std::move(target)) {}
Responder::Responder(Responder&&) noexcept = default;

Responder& Responder::operator=(Responder&& other) noexcept {
    // Swapped, so that what this one stood for is answered as lost when the other goes.
    std::swap(target_, other.target_);
    return *this;
}

Responder::~Responder() {
    if (target_) target_->mailbox->post({target_->connection, target_->request, std::nullopt});
}

void Responder::operator()(Response response) {
    const auto target = std::exchange(target_, nullptr);
    if (target) target->mailbox->post({target->connection, target->request, std::move(response)});
}

}  // namespace orion::http
