#pragma once

#include <QCoroTask>

#include <server/cache/reply_cache.h>
#include <server/catalog/catalogue_service.h>
#include <server/ledger/ledger_service.h>
#include <server/limits/limits_service.h>
#include <server/ops/event_loop.h>
#include <server/projects/project_service.h>
#include <server/providers/provider.h>
#include <server/relay/idempotency.h>
#include <server/relay/types.h>
#include <server/routing/router.h>

#include <atomic>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace beaver::relay {

/// What all loops share.
struct Services
{
    storage::Database &database;
    catalog::CatalogueService &catalogue;
    limits::LimitsService &limits;
    ledger::LedgerService &ledger;
    Idempotency &idempotency;
    routing::Router &router;
    cache::ReplyCache &cache;
    projects::ProjectService &projects;
    const Clock &clock;
    bool cacheAlways = false; ///< also for calls that don't say whether they want it
};

/// Tells a client that the gateway is being restarted.
Error goingDown();

/// Calls by how they ended; readable from any thread.
struct RelayCounters
{
    std::array<std::atomic<std::uint64_t>, 9> outcomes{}; ///< by ledger::Outcome
    std::atomic<std::uint64_t> inputTokens = 0;
    std::atomic<std::uint64_t> outputTokens = 0;
    std::atomic<std::int64_t> chargedNanoUsd = 0;
    std::atomic<std::int64_t> running = 0;
    std::atomic<std::uint64_t> hedges = 0;    ///< second attempts beside a slow one …
    std::atomic<std::uint64_t> hedgesWon = 0; ///< … of which so many answered first
};

/// The story of one model call: admit, hold, ask providers until one answers, pass the answer on, settle exactly once.
/// One for each loop.
class Relay
{
public:
    /// `providers` by the name of the profile; the one under "" serves all that have none of their own.
    Relay(ops::EventLoop &loop, Services services, std::unordered_map<std::string, providers::Provider *> providers);
    ~Relay();

    QCoro::Task<Result<Reply>> run(std::shared_ptr<Call> call);

    /// The gateway is going down: what still runs is cancelled, told so, and settled for what was received.
    void endCalls();

    const RelayCounters &counters() const { return m_counters; }

private:
    struct Run;
    enum class StreamEnd : std::uint8_t { Running, Whole, Unpaid, ClientGone, Broken };

    // relay.cpp: the line that a call walks
    Result<void> admit(Run &run);
    Result<const catalog::Model *> findModel(const Run &run, const std::string &name) const;
    Result<void> borrow(Run &run);
    Result<void> lend(Run &run, limits::Ticket &ticket, std::int64_t typicalOutput);
    static std::shared_ptr<const providers::Endpoint> ownEndpoint(const Run &run, const catalog::Model &model);
    Result<void> borrowCounted(Run &run);
    QCoro::Task<Result<Reply>> carryOut(std::shared_ptr<Run> run);

    // attempts.cpp: which endpoint is asked, and what its failure means
    QCoro::Task<> attemptAll(std::shared_ptr<Run> run);
    QCoro::Task<bool> enterNext(std::shared_ptr<Run> run);
    bool tryEnterNext(Run &run);
    Result<wire::OutgoingBody> bodyFor(Run &run) const;
    void queue(Run &run);
    void leaveUnasked(Run &run);
    bool startAttempt(Run &run);
    void listen(Run &run);
    void endAttempt(Run &run, bool answered);
    providers::Provider *providerOf(std::string_view profile) const;

    // hedging.cpp: a second endpoint where the first one is slow
    std::int64_t hedgeAfterMs(Run &run);
    QCoro::Task<> race(std::shared_ptr<Run> run, std::int64_t afterMs);
    bool startHedge(Run &run);
    void takeUpRival(Run &run);
    void dropRival(Run &run);

    // cached_answer.cpp
    QCoro::Task<std::optional<Result<Reply>>> askCache(std::shared_ptr<Run> run);
    Result<void> countHit(Run &run);
    Reply replay(Run &run, const cache::CachedReply &kept);
    void keepAnswer(Run &run);

    // whole_answer.cpp
    QCoro::Task<bool> readWhole(std::shared_ptr<Run> run);
    bool takeWholeAnswer(Run &run);

    // streamed_answer.cpp
    QCoro::Task<bool> readStream(std::shared_ptr<Run> run);
    StreamEnd sortPiece(Run &run, std::string_view piece);
    QCoro::Task<> openStream(std::shared_ptr<Run> run);
    void beginStream(Run &run);
    void passOn(Run &run);
    bool endStream(Run &run, StreamEnd end);
    bool stopForMoney(Run &run);
    void whyBroken(Run &run) const;
    bool payFor(Run &run);
    bool extendHold(Run &run, Money amount);
    void armPing(const std::shared_ptr<Run> &run);

    // settlement.cpp
    std::unique_ptr<ledger::Settlement> settlementOf(Run &run);
    ledger::Balance settle(Run &run, ledger::Journal::Done done);
    void refuse(Run &run, const Error &error);

    ops::EventLoop &m_loop;
    Services m_services;
    std::unordered_map<std::string, providers::Provider *> m_providers;
    std::unordered_map<std::string, std::int64_t> m_typicalOutput; ///< tokens by model, a moving mean
    std::unordered_set<Run *> m_running;                           ///< calls with an attempt, or that wait for a place
    bool m_ending = false;
    RelayCounters m_counters;
};

} // namespace beaver::relay
