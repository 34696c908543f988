#pragma once

#include <server/http/front/exchange.h>
#include <server/http/rest/limits_json.h>
#include <server/identity/identity_service.h>
#include <server/limits/limits_service.h>

#include <memory>
#include <vector>

namespace beaver::http {

/// A key and the limits that stand on it.
struct LimitedKey
{
    identity::ApiKey key;
    std::vector<limits::Limit> limits;
};

struct NewLimitedKey
{
    identity::CreatedApiKey created;
    std::vector<limits::Limit> limits;
};

/// Makes, changes and reads keys together with their limits, for every surface that has keys. Who asks has the
/// authority that is given; what lies beyond it is Forbidden, what isn't theirs NotFound. Both services outlive this.
class LimitedKeys
{
public:
    LimitedKeys(identity::IdentityService &identity, limits::LimitsService &limits)
        : m_identity(identity)
        , m_limits(limits)
    {}

    /// The caller's account is noted as its maker.
    QCoro::Task<Result<NewLimitedKey>> create(std::shared_ptr<Exchange> exchange, identity::NewApiKey wanted,
                                              std::vector<LimitChange> said, identity::KeyAuthority by) const;
    QCoro::Task<Result<LimitedKey>> change(std::shared_ptr<Exchange> exchange, KeyId id, identity::KeyPatch wanted,
                                           std::vector<LimitChange> said, identity::KeyAuthority by) const;
    QCoro::Task<Result<LimitedKey>> read(std::shared_ptr<Exchange> exchange, KeyId id, identity::KeyAuthority by) const;

private:
    identity::IdentityService &m_identity;
    limits::LimitsService &m_limits;
};

} // namespace beaver::http
