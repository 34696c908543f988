#pragma once

#include <server/identity/key_material.h>
#include <server/identity/types.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace beaver::identity {

/// The cookie that a browser's session is known by.
inline constexpr std::string_view sessionCookieName = "beaver_session";
inline constexpr std::string_view sessionCookiePrefix = "bvs_";

/// What a page of ours sends back in `x-csrf-token` to show that it can read its own answers: made of the cookie, so
/// there is nothing to keep. Of no use without the cookie.
std::string csrfToken(const Mac &mac, std::string_view cookie);

/// Sessions that cookies were found to belong to, for a minute each: a page's requests then need no database. An ended
/// session is told by RevokedSessions. Bounded. Any thread.
class CookieCache
{
public:
    struct Known
    {
        AccountId account;
        SessionId session;
        std::int64_t expiresAtMs = 0;
        std::int64_t readAtUs = 0; ///< monotonic
    };

    std::optional<Known> find(const KeyHash &cookie, std::int64_t nowUs) const;
    void add(const KeyHash &cookie, Known known);

private:
    mutable std::mutex m_mutex;
    std::unordered_map<KeyHash, Known, KeyHashHasher> m_known;
};

} // namespace beaver::identity
