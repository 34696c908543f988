#include <QDateTime>
#include <QTimeZone>

#include <server/http/rest/query_fields.h>
#include <shared/base/money.h>

#include <charconv>

namespace beaver::http {

namespace {

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || failure != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

} // namespace

std::optional<std::int64_t> parseTime(std::string_view text)
{
    constexpr std::int64_t last = 253'402'300'800'000; // the year 10000
    if (const auto ms = wholeNumber(text); ms && text.size() > 10)
        return *ms < last ? ms : std::nullopt;
    const QString written = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    QDateTime time;
    if (text.size() == 10)
        time = QDateTime(QDate::fromString(written, Qt::ISODate), QTime(0, 0), QTimeZone::utc());
    else
        time = QDateTime::fromString(written, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (text.size() > 10 && time.timeSpec() == Qt::LocalTime)
        time.setTimeZone(QTimeZone::utc()); // no zone was said
    const std::int64_t ms = time.toMSecsSinceEpoch();
    return ms >= 0 && ms < last ? std::optional(ms) : std::nullopt;
}

std::string QueryFields::text(std::string_view name, std::size_t mostBytes)
{
    auto found = m_exchange.query(name).value_or(std::string());
    if (found.size() > mostBytes)
        refuse(name, "'" + std::string(name) + "' takes at most " + std::to_string(mostBytes) + " bytes.");
    return found;
}

std::optional<std::int64_t> QueryFields::number(std::string_view name, std::int64_t least, std::int64_t most)
{
    const auto written = m_exchange.query(name);
    if (!written)
        return std::nullopt;
    const auto found = wholeNumber(*written);
    if (!found || *found < least || *found > most)
        refuse(name, "'" + std::string(name) + "' takes a whole number from " + std::to_string(least) + " to " +
                         std::to_string(most) + ".");
    return found;
}

std::optional<std::int64_t> QueryFields::money(std::string_view name)
{
    const auto written = m_exchange.query(name);
    if (!written)
        return std::nullopt;
    const auto found = Money::parse(*written);
    if (!found) {
        refuse(name, "'" + std::string(name) + "' takes an amount in USD, such as 0.25.");
        return std::nullopt;
    }
    return found->nanoUsd();
}

std::optional<std::int64_t> QueryFields::time(std::string_view name)
{
    const auto written = m_exchange.query(name);
    if (!written)
        return std::nullopt;
    const auto found = parseTime(*written);
    if (!found)
        refuse(name, "'" + std::string(name) +
                         "' takes a time such as 2026-11-21T09:30:00Z, a date, or milliseconds since 1970.");
    return found;
}

bool QueryFields::flag(std::string_view name)
{
    const auto written = m_exchange.query(name);
    if (written && *written != "true" && *written != "false")
        refuse(name, "'" + std::string(name) + "' takes true or false.");
    return written && *written == "true";
}

void QueryFields::refuse(std::string_view name, std::string message)
{
    if (!m_error)
        m_error = invalid(std::string(name), std::move(message));
}

} // namespace beaver::http
