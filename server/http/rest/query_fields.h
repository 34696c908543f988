#pragma once

#include <server/http/front/exchange.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace beaver::http {

/// Query parameters of reports and logs, each asked for by name and type. Getters note the first error; ask finish()
/// once at the end.
class QueryFields
{
public:
    explicit QueryFields(const Exchange &exchange)
        : m_exchange(exchange)
    {}

    std::string text(std::string_view name, std::size_t mostBytes = 200);
    std::optional<std::int64_t> number(std::string_view name, std::int64_t least, std::int64_t most);
    /// USD, in nano-USD.
    std::optional<std::int64_t> money(std::string_view name);
    /// RFC 3339, a date (its beginning in UTC), or milliseconds since 1970; in milliseconds.
    std::optional<std::int64_t> time(std::string_view name);
    bool flag(std::string_view name);
    /// The first of two names for the same thing that is there.
    std::string text(std::string_view name, std::string_view otherName)
    {
        auto found = text(name);
        return found.empty() ? text(otherName) : found;
    }
    void refuse(std::string_view name, std::string message);
    Result<void> finish() const { return m_error ? Result<void>(*m_error) : Result<void>(); }

private:
    const Exchange &m_exchange;
    std::optional<Error> m_error;
};

/// Milliseconds since 1970 of a time as people and programs write it; empty: it isn't one.
std::optional<std::int64_t> parseTime(std::string_view text);

} // namespace beaver::http
