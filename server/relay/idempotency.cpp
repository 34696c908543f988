#include <server/ledger/ledger_store.h>
#include <server/relay/idempotency.h>
#include <sodium.h>

#include <algorithm>

namespace beaver::relay {

namespace {

constexpr std::int64_t longestWaitMs = 30'000;

std::string slot(const AccountId &account, const std::string &key)
{
    return account.text() + '\n' + key;
}

Error otherRequest()
{
    return {ErrorCode::Conflict,
            "This Idempotency-Key was used for another request. Take a new key for a new request.",
            "Idempotency-Key",
            "idempotency_key_reused",
            {},
            0};
}

} // namespace

std::string Idempotency::hashRequest(std::string_view route, std::string_view body)
{
    std::string hash(32, '\0');
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, hash.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char *>(route.data()), route.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char *>("\n"), 1);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char *>(body.data()), body.size());
    crypto_generichash_final(&state, reinterpret_cast<unsigned char *>(hash.data()), hash.size());
    return hash;
}

Result<void> Idempotency::checkKey(std::string_view key)
{
    const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (key.empty() || key.size() > 255 || !visible)
        return invalid("Idempotency-Key", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
    return {};
}

QCoro::Task<Result<Idempotency::Reply>> Idempotency::claim(ops::EventLoop &loop, AccountId account, std::string key,
                                                           std::string requestHash)
{
    const std::string name = slot(account, key);
    for (;;) {
        std::optional<ops::Promise<Reply>> waiting;
        {
            const std::lock_guard lock(m_mutex);
            const auto [running, first] = m_running.try_emplace(name, Running{requestHash, {}});
            if (!first) {
                if (running->second.requestHash != requestHash)
                    co_return otherRequest();
                waiting.emplace(loop);
                running->second.waiting.push_back(*waiting);
            }
        }
        if (!waiting)
            break;
        // The timer keeps a copy of the promise; whichever comes first is the answer, the other finds nobody waiting.
        auto expired = std::make_shared<bool>(false);
        const auto timer = loop.startTimer(longestWaitMs, [promise = *waiting, expired] {
            *expired = true;
            promise.set(nullptr);
        });
        auto answer = waiting->future();
        const Reply reply = co_await answer;
        loop.cancelTimer(timer);
        if (reply)
            co_return reply;
        if (*expired)
            co_return Error{ErrorCode::Conflict,
                            "The first request under this Idempotency-Key is still running.",
                            "Idempotency-Key",
                            "idempotency_in_progress",
                            {},
                            1000};
    }

    auto reading = m_database.read(loop, [account, key](storage::Connection &connection) {
        return ledger::store::reply(connection, account, key);
    });
    auto stored = co_await reading;
    if (!stored) {
        release(account, key, nullptr);
        co_return stored.error();
    }
    if (!*stored)
        co_return Reply();
    auto reply = std::make_shared<const ledger::StoredReply>(std::move(**stored));
    release(account, key, reply->requestHash == requestHash ? reply : nullptr);
    if (reply->requestHash != requestHash)
        co_return otherRequest();
    co_return Reply(reply);
}

void Idempotency::forgetOld()
{
    m_database.write(
        [before = m_clock.wallMs() - keptMs](storage::Connection &connection) -> Result<void> {
            const auto deleted = ledger::store::deleteRepliesBefore(connection, before);
            return deleted ? Result<void>() : Result<void>(deleted.error());
        },
        [](const Result<void> &) {});
}

void Idempotency::release(const AccountId &account, const std::string &key, Reply reply)
{
    std::vector<ops::Promise<Reply>> waiting;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_running.find(slot(account, key));
        if (found == m_running.end())
            return;
        waiting = std::move(found->second.waiting);
        m_running.erase(found);
    }
    for (const auto &promise : waiting)
        promise.set(reply);
}

} // namespace beaver::relay
