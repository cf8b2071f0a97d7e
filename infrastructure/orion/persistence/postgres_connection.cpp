#include "orion/persistence/postgres_connection.hpp"

#include "orion/kernel/result.hpp"
#include "orion/persistence/postgres_error.hpp"
#include "orion/persistence/postgres_wire.hpp"

#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace orion::persistence::detail {

using std::chrono::steady_clock;

namespace {

/// An idle connection's last words; whatever else the server remarks is not for us.
void note(void* dying, const PGresult* notice) {
    const char* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != nullptr && std::string_view{severity} == "FATAL") *static_cast<bool*>(dying) = true;
}

}  // namespace

void PostgresConnection::AnswerDeleter::operator()(pg_result* answer) const noexcept { PQclear(answer); }

std::size_t PostgresConnection::KeyHash::operator()(const Key& key) const noexcept {
    return std::hash<const char*>{}(key.text) ^ (key.types * 0x9E3779B97F4A7C15U);
}

PostgresConnection::PostgresConnection(const PostgresLink& link)
    : keeps_statements_{link.keeps_statements}, answer_timeout_{link.answer_timeout} {
    try {
        session_ = std::make_unique<soci::session>(*soci::factory_postgresql(), link.text_with_password().expose());
    } catch (const soci::soci_error& error) {
        throw ConnectionLost{error.what()};
    }
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-static-cast-downcast): it was made by that factory.
    handle_ = static_cast<soci::postgresql_session_backend*>(session_->get_backend())->conn_;
    PQsetNoticeReceiver(handle_, &note, &broken_);
    if (PQsetnonblocking(handle_, 1) != 0 || PQenterPipelineMode(handle_) != 1) lose("no pipeline mode");
}

PostgresConnection::~PostgresConnection() = default;

void PostgresConnection::lose(const char* why) {
    broken_ = true;
    in_transaction_ = false;
    begin_.reset();
    expected_.clear();
    throw ConnectionLost{why};
}

void PostgresConnection::check_sent(int sent) {
    if (sent != 1) lose("the connection takes no more statements");
}

PostgresConnection::Statement& PostgresConnection::statement_of(Sql sql, std::span<const Parameter> parameters) {
    const auto text = sql.text(Dialect::postgres);
    std::uint64_t types = 1;
    for (const auto& parameter : parameters)
        types = types << 2U | (parameter.typed ? static_cast<std::uint64_t>(parameter.kind) : 2U);
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): a literal is known by its address
    auto& statement = statements_[{text.data(), types}];
    if (!statement) {
        std::size_t used = 0;
        auto dollars = with_dollars(text, used);
        contract(used == parameters.size(), "wrong number of parameters for a statement");
        statement = std::make_unique<Statement>(
            Statement{keeps_statements_ ? "s" + std::to_string(statements_.size()) : "", std::move(dollars), used});
    }
    return *statement;
}

void PostgresConnection::submit(Sql sql, std::span<const Parameter> parameters) {
    if (broken_) lose("the connection is gone");
    if (failure_) std::rethrow_exception(failure_);
    submit_begin();
    auto& statement = statement_of(sql, parameters);
    const Wire wire{parameters};
    const auto count = static_cast<int>(parameters.size());
    if (!keeps_statements_) {
        check_sent(PQsendQueryParams(handle_, statement.text.c_str(), count, wire.types.data(), wire.values.data(),
                                     wire.lengths.data(), wire.formats.data(), 0));
    } else {
        if (!statement.prepared) {
            check_sent(
                PQsendPrepare(handle_, statement.name.c_str(), statement.text.c_str(), count, wire.types.data()));
            expected_.push_back({Expected::Kind::preparation, &statement});
            statement.prepared = true;
        }
        check_sent(PQsendQueryPrepared(handle_, statement.name.c_str(), count, wire.values.data(), wire.lengths.data(),
                                       wire.formats.data(), 0));
    }
    expected_.push_back({Expected::Kind::statement, &statement});
}

void PostgresConnection::submit_begin() {
    if (!begin_) return;
    const auto begin = *begin_;
    begin_.reset();
    submit(begin, {});
}

void PostgresConnection::begin(Sql begin) {
    begin_ = begin;
    in_transaction_ = true;
    answered_ = false;
    failure_ = nullptr;
}

void PostgresConnection::commit() {
    if (failure_) std::rethrow_exception(failure_);
    if (begin_) {  // Nothing was asked.
        begin_.reset();
        in_transaction_ = false;
        return;
    }
    submit("COMMIT", {});
    exchange();
    in_transaction_ = false;
    if (std::string_view{PQcmdStatus(answer_.get())} != "COMMIT")
        throw DatabaseFailure{"a transaction that had failed was not committed"};
}

void PostgresConnection::end() noexcept {
    answer_.reset();
    failure_ = nullptr;
    const bool begun = in_transaction_ && !begin_;
    begin_.reset();
    try {
        if (begun && !broken_) {
            submit("ROLLBACK", {});
            check_sent(PQpipelineSync(handle_));
            expected_.push_back({Expected::Kind::end});
            for (auto& expected : expected_) expected.stale = true;
            const auto deadline = steady_clock::now() + std::chrono::seconds{1};
            for (int left = PQflush(handle_); left != 0; left = PQflush(handle_)) {
                if (left < 0) lose("the connection broke");
                await_socket(POLLOUT, deadline);
            }
        }
    } catch (...) {
        broken_ = true;
    }
    in_transaction_ = false;
}

bool PostgresConnection::execute(Sql sql, std::span<const Parameter> parameters, std::span<const Kind> columns) {
    close();
    submit(sql, parameters);
    exchange();
    contract(PQnfields(answer_.get()) == static_cast<int>(columns.size()), "wrong number of columns for a statement");
    row_ = 0;
    rows_ = PQntuples(answer_.get());
    return rows_ > 0;
}

void PostgresConnection::queue(Sql sql, std::span<const Parameter> parameters) {
    contract(in_transaction_, "a statement nobody waits for outside a transaction");
    submit(sql, parameters);
}

void PostgresConnection::close() noexcept { answer_.reset(); }

/// Sends what is queued and takes all answers up to the last.
void PostgresConnection::exchange() {
    check_sent(PQpipelineSync(handle_));
    expected_.push_back({Expected::Kind::end});
    ++round_trips_;
    collect();
    if (failure_) {
        const auto failure = failure_;
        // Outside a transaction the next statement has nothing to do with this one.
        if (!in_transaction_) failure_ = nullptr;
        std::rethrow_exception(failure);
    }
}

void PostgresConnection::collect() {
    const auto deadline = steady_clock::now() + answer_timeout_;
    while (!expected_.empty()) {
        const auto expected = expected_.front();
        auto answer = await_answer(deadline);
        if (!answer) lose("the connection broke");
        expected_.pop_front();
        take(expected, std::move(answer));
        // What belongs to one statement ends with nothing.
        if (expected.kind != Expected::Kind::end)
            while (await_answer(deadline)) {
            }
    }
}

void PostgresConnection::take(const Expected& expected, Answer answer) {
    const auto status = PQresultStatus(answer.get());
    if (expected.kind == Expected::Kind::end) {
        if (status != PGRES_PIPELINE_SYNC) lose("the connection lost its order");
        return;
    }
    if (status == PGRES_PIPELINE_ABORTED || status == PGRES_FATAL_ERROR) {
        if (expected.kind == Expected::Kind::preparation) expected.statement->prepared = false;
        if (PQstatus(handle_) == CONNECTION_BAD) lose("the connection broke");
        if (failure_ || expected.stale || status == PGRES_PIPELINE_ABORTED) return;
        try {
            throw_failure(answer.get(), expected.statement->text);
        } catch (const ConnectionLost& lost) {
            lose(lost.what());
        } catch (...) {
            failure_ = std::current_exception();
        }
        return;
    }
    if (expected.kind == Expected::Kind::preparation || expected.stale) return;
    answered_ = true;
    const std::string_view tag{PQcmdStatus(answer.get())};
    affected_ = 0;
    if (tag.starts_with("INSERT") || tag.starts_with("UPDATE") || tag.starts_with("DELETE")) {
        const std::string_view count{PQcmdTuples(answer.get())};
        std::from_chars(count.data(), count.data() + count.size(), affected_);
        changes_ += affected_;
    }
    answer_ = std::move(answer);
}

PostgresConnection::Answer PostgresConnection::await_answer(Deadline deadline) {
    for (;;) {
        const int left = PQflush(handle_);
        if (left < 0) lose("the connection broke");
        if (left == 0 && PQisBusy(handle_) == 0) return Answer{PQgetResult(handle_)};
        await_socket(static_cast<short>(left == 0 ? POLLIN : POLLIN | POLLOUT), deadline);
        if (PQconsumeInput(handle_) != 1) {
            // What came before the end may say why: it is still read.
            if (PQisBusy(handle_) != 0) lose("the connection broke");
        }
    }
}

void PostgresConnection::await_socket(short events, Deadline deadline) {
    pollfd socket{.fd = PQsocket(handle_), .events = events, .revents = 0};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
        if (left <= 0) lose("the database did not answer in time");
        if (poll(&socket, 1, static_cast<int>(std::min<long>(left, 3'600'000))) > 0) return;
    }
}

bool PostgresConnection::is_sound() noexcept {
    try {
        pollfd socket{.fd = PQsocket(handle_), .events = POLLIN, .revents = 0};
        // An end of file follows a server's last words, and is only seen by reading again.
        for (int round = 0; round < 4 && !broken_ && poll(&socket, 1, 0) > 0; ++round)
            if (PQconsumeInput(handle_) != 1) broken_ = true;
        while (!broken_ && !expected_.empty() && PQisBusy(handle_) == 0) {
            const auto expected = expected_.front();
            Answer answer{PQgetResult(handle_)};
            if (!answer) lose("the connection broke");
            expected_.pop_front();
            take(expected, std::move(answer));
            if (expected.kind != Expected::Kind::end) Answer{PQgetResult(handle_)}.reset();
        }
        if (expected_.empty() && PQtransactionStatus(handle_) != PQTRANS_IDLE) broken_ = true;
        answer_.reset();
        failure_ = nullptr;
    } catch (...) {
        broken_ = true;
    }
    return !broken_ && PQstatus(handle_) == CONNECTION_OK;
}

bool PostgresConnection::answers_within(std::chrono::milliseconds time) noexcept {
    const auto usual = std::exchange(answer_timeout_, time);
    try {
        constexpr std::array<Kind, 1> one_number{Kind::integer};
        execute("SELECT 1", {}, one_number);
        close();
    } catch (...) {
        broken_ = true;
    }
    answer_timeout_ = usual;
    return !broken_;
}

std::vector<std::string> PostgresConnection::notifications() {
    std::vector<std::string> payloads;
    if (PQconsumeInput(handle_) != 1) lose("the connection broke");
    while (const std::unique_ptr<PGnotify, decltype(&PQfreemem)> each{PQnotifies(handle_), &PQfreemem})
        payloads.emplace_back(each->extra);
    return payloads;
}

int PostgresConnection::socket() const { return PQsocket(handle_); }

void PostgresConnection::run_script(std::string_view script) {
    if (failure_) std::rethrow_exception(failure_);
    submit_begin();
    if (!expected_.empty()) exchange();
    run_simple(script);
}

/// Several statements in one text are for the simple protocol only, which a pipeline does not speak.
void PostgresConnection::run_simple(std::string_view script) {
    if (PQexitPipelineMode(handle_) != 1) lose("the connection lost its order");
    ++round_trips_;
    check_sent(PQsendQuery(handle_, std::string{script}.c_str()));
    const auto deadline = steady_clock::now() + answer_timeout_;
    Answer failed;
    while (auto answer = await_answer(deadline))
        if (PQresultStatus(answer.get()) == PGRES_FATAL_ERROR && !failed) failed = std::move(answer);
    if (PQstatus(handle_) == CONNECTION_BAD) lose("the connection broke");
    in_transaction_ = PQtransactionStatus(handle_) != PQTRANS_IDLE;
    if (PQenterPipelineMode(handle_) != 1) lose("no pipeline mode");
    if (!failed) return;
    try {
        throw_failure(failed.get(), script);
    } catch (const ConnectionLost& lost) {
        lose(lost.what());
    } catch (...) {
        if (in_transaction_) failure_ = std::current_exception();
        throw;
    }
}

bool PostgresConnection::is_null(std::size_t column) const {
    return PQgetisnull(answer_.get(), row_, static_cast<int>(column)) != 0;
}

std::int64_t PostgresConnection::integer(std::size_t column) const {
    const std::string_view text{PQgetvalue(answer_.get(), row_, static_cast<int>(column))};
    if (text == "t" || text == "f") return text == "t" ? 1 : 0;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    contract(error == std::errc{} && end == text.data() + text.size(), "a column is no integer");
    return value;
}

std::string PostgresConnection::text(std::size_t column) const {
    const auto index = static_cast<int>(column);
    return {PQgetvalue(answer_.get(), row_, index), static_cast<std::size_t>(PQgetlength(answer_.get(), row_, index))};
}

}  // namespace orion::persistence::detail
