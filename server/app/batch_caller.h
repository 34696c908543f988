#pragma once

#include <server/batches/line_caller.h>
#include <server/identity/identity_service.h>
#include <server/relay/relay.h>

#include <unordered_map>

namespace beaver::app {

/// Carries the lines of batches out as model calls of one loop's relay, under the key that the batch was made with.
class BatchCaller final : public batches::LineCaller
{
public:
    BatchCaller(ops::EventLoop &loop, relay::Relay &relay, identity::IdentityService &identity,
                storage::Database &database, const Clock &clock)
        : m_loop(loop)
        , m_relay(relay)
        , m_identity(identity)
        , m_database(database)
        , m_clock(clock)
    {}

    QCoro::Task<batches::LineAnswer> call(batches::LineCall line) override;
    QCoro::Task<std::optional<batches::LineAnswer>> recall(batches::LineCall line) override;

private:
    struct Known
    {
        identity::Principal principal;
        std::int64_t untilUs = 0; ///< then it is asked anew
    };
    /// Unauthenticated, Forbidden: the key or its account has been closed since.
    QCoro::Task<Result<identity::Principal>> principalOf(AccountId account, KeyId key);

    ops::EventLoop &m_loop;
    relay::Relay &m_relay;
    identity::IdentityService &m_identity;
    storage::Database &m_database;
    const Clock &m_clock;
    std::unordered_map<std::string, Known> m_known;
};

} // namespace beaver::app
