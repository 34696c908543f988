#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace beaver {

/// A string id of one kind; ids of different kinds don't mix. The text carries the kind's prefix (`acc_`, `key_`, …).
template <typename Kind> class Id
{
public:
    static constexpr std::string_view prefix = Kind::prefix;

    Id() = default;
    explicit Id(std::string text)
        : m_text(std::move(text))
    {}

    const std::string &text() const { return m_text; }
    bool isEmpty() const { return m_text.empty(); }
    auto operator<=>(const Id &) const = default;

private:
    std::string m_text;
};

#define BEAVER_ID(Name, text)                                                                                          \
    struct Name##Kind                                                                                                  \
    {                                                                                                                  \
        static constexpr std::string_view prefix = text;                                                               \
    };                                                                                                                 \
    using Name = Id<Name##Kind>

BEAVER_ID(AccountId, "acc_");
BEAVER_ID(KeyId, "key_");
BEAVER_ID(ProjectId, "prj_");
BEAVER_ID(TransactionId, "txn_");
BEAVER_ID(CallId, "req_");
BEAVER_ID(EndpointId, "end_");
BEAVER_ID(SessionId, "ses_");

#undef BEAVER_ID

/// 26 characters of Crockford base32: 48 bits of wall time in milliseconds, then 80 random bits (the ULID format,
/// https://github.com/ulid/spec). Ids made later sort later, which keeps database indexes dense. Any thread.
std::string newUlid(std::int64_t wallMs);

/// When such an id was made, in milliseconds; 0: it isn't one. `text` may have a prefix that ends in `_`.
std::int64_t ulidTime(std::string_view text);

/// Mixes the last 16 characters, which are random in a ULID: a tenth of what hashing the whole text takes. Only for
/// texts that the gateway makes itself: who can choose them could choose such that meet.
std::size_t hashOfId(std::string_view text) noexcept;

template <typename IdType> IdType newId(std::int64_t wallMs)
{
    return IdType(std::string(IdType::prefix) + newUlid(wallMs));
}

} // namespace beaver

template <typename Kind> struct std::hash<beaver::Id<Kind>>
{
    std::size_t operator()(const beaver::Id<Kind> &id) const noexcept { return beaver::hashOfId(id.text()); }
};
