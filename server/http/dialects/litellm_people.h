#pragma once

#include <server/http/dialects/gateway_context.h>
#include <server/http/rest/limited_keys.h>
#include <server/identity/key_change.h>

#include <string>
#include <vector>

namespace beaver::http {

/// Who asks for LiteLLM's keys, users and logs, and about whom. `context` outlives the calls.

/// Of anybody's keys for who has this rank, else of the caller's own.
Result<identity::KeyAuthority> liteLlmAuthority(const Exchange &exchange, identity::Role rank);
/// The account of a `user_id`: the caller's own, or for who has this rank any, by id or e-mail. NotFound.
QCoro::Task<Result<identity::Account>> liteLlmUser(const GatewayContext &context, std::shared_ptr<Exchange> exchange,
                                                   std::string user, identity::Role rank);
/// The id of a key that is named by its id or its secret. NotFound where no such secret is known; whose the key is
/// isn't asked.
QCoro::Task<Result<KeyId>> liteLlmKeyId(const GatewayContext &context, std::shared_ptr<Exchange> exchange,
                                        std::string key);
Error noLiteLlmKey();

/// A key as LiteLLM shows it, and what it spent in its budget's window (or ever).
struct LiteLlmKey
{
    LimitedKey key;
    std::string zone; ///< IANA, of its account
    Money spend;
};
QCoro::Task<Result<std::vector<LiteLlmKey>>>
liteLlmKeys(const GatewayContext &context, std::shared_ptr<Exchange> exchange, std::vector<LimitedKey> keys);
/// With limits, of keys without.
QCoro::Task<Result<std::vector<LimitedKey>>>
withLimits(const GatewayContext &context, std::shared_ptr<Exchange> exchange, std::vector<identity::ApiKey> keys);
/// The members of an object that is open.
void writeLiteLlmKey(JsonWriter &json, const LiteLlmKey &shown, std::int64_t nowMs);

} // namespace beaver::http
