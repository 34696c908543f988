#include <server/identity/people_private.h>

namespace beaver::identity {

namespace {

constexpr std::int64_t hourMs = 3'600'000;
constexpr std::int64_t mailsAskedPerHour = 30;
constexpr std::int64_t mailsPerAddressAndHour = 5;

} // namespace

PeopleService::PeopleService(PeopleSettings settings, IdentityService &identity, mail::Outbox &outbox)
    : m_settings(std::move(settings))
    , d(identity.d)
    , m_outbox(outbox)
    , m_box(m_settings.masterKey)
    , m_registrations(m_settings.registrationsPerHour, hourMs)
    , m_mailsAsked(mailsAskedPerHour, hourMs)
    , m_mailsTo(mailsPerAddressAndHour, hourMs)
{}

QCoro::Task<Result<void>> PeopleService::checkPassword(ops::Executor &loop, Account account, Secret password,
                                                       Caller caller)
{
    const Error wrong{ErrorCode::Forbidden, "The password is wrong.", "password", "wrong_password", {}, 0};
    const std::int64_t waitMs = d->throttle.beginKnown(caller.address, account.email, LoginThrottle::passwordMs);
    if (waitMs > 0)
        co_return tooManyError("Too many wrong passwords. Try again later.", waitMs);
    if (password.reveal().size() > longestPassword)
        co_return wrong;
    auto reading = d->database.read(
        loop, [email = account.email](storage::Connection &connection) { return store::findLogin(connection, email); });
    auto found = co_await reading;
    if (!found || !*found) {
        d->throttle.takenBack(caller.address, account.email);
        co_return found ? noAccountError() : std::move(found).error();
    }
    auto verifying = d->hasher.verify(loop, (*found)->passwordHash, normalisePassword(password));
    auto checked = co_await verifying;
    if (!checked) {
        d->throttle.takenBack(caller.address, account.email);
        co_return std::move(checked).error();
    }
    if (!checked->matches)
        co_return wrong;
    d->throttle.succeeded(caller.address, account.email);
    co_return Result<void>();
}

} // namespace beaver::identity
