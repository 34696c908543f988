#include <QLoggingCategory>

#include <server/usage/log_keeper.h>
#include <server/usage/log_partitions.h>
#include <server/usage/totals.h>

Q_LOGGING_CATEGORY(logKeeperLog, "beaver.usage")

namespace beaver::usage {

namespace {

constexpr std::int64_t lookUs = 600'000'000;
constexpr int sweptRows = 2'000; // a few milliseconds

} // namespace

void LogKeeper::tick()
{
    if (m_working)
        return;
    const std::int64_t now = m_clock.monotonicUs();
    const bool look = m_days > 0 && (!m_looked || now - m_lookedUs >= lookUs);
    if (!look && !m_sweeping && m_looked)
        return;
    const std::int64_t before = look ? m_clock.wallMs() - m_days * dayMs : 0;
    m_looked = true;
    m_lookedUs = look ? now : m_lookedUs;
    m_working = true;
    m_database.write(
        [this, self = shared_from_this(), before](storage::Connection &connection) -> Result<void> {
            if (before > 0) {
                const auto expired = partitions::expire(connection, before);
                if (!expired)
                    return expired.error();
                if (*expired > 0)
                    qCInfo(logKeeperLog, "%d months have left the request log", *expired);
            }
            const auto more = partitions::sweep(connection, sweptRows);
            if (!more)
                return more.error();
            m_sweeping = *more;
            return {};
        },
        [this, self = shared_from_this()](const Result<void> &done) {
            if (!done)
                qCWarning(logKeeperLog) << "the request log can't be shortened:" << done.error().detail.c_str();
            m_working = false;
        });
}

} // namespace beaver::usage
