#include <QTimeZone>
#include <QTimer>

#include <admin-ui/client/fake_api_client.h>

#include <algorithm>
#include <array>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array people{"ada", "billing", "ops",      "platform", "maria.santos",
                            "dev", "finance", "j.okafor", "api",      "research"};
constexpr std::array companies{"northwind",     "lumen-labs",     "harbor-bio",       "quillworks",     "fjordgames",
                               "atlas-freight", "juniper-studio", "meridian-systems", "ember-robotics", "kestrel",
                               "orchid-retail", "halcyon",        "umbra-health"};
constexpr std::array plans{"free", "pro", "pro", "enterprise", "free", "unlimited", "pro"};
constexpr std::array<std::int64_t, 11> balancesNanoUsd{
    124'318'250'000, 1'250'000'000'000, 3'204'917'500,      0,           48'250'000'007'500, 7'500,
    512'900'000'000, 86'041'730'000,    19'999'999'999'999, 999'999'999, -1'420'000'000};

const QDateTime &newest()
{
    static const QDateTime at(QDate(2026, 11, 20), QTime(16, 42, 7, 318), QTimeZone::utc());
    return at;
}

std::vector<Account> makeAccounts(int count)
{
    std::vector<Account> made;
    for (int i = 0; i < count; ++i) {
        const auto pick = [i](const auto &from, int step) {
            return from[static_cast<std::size_t>(i * step) % from.size()];
        };
        const QString company = QLatin1StringView(pick(companies, 5));
        Account account;
        account.id = u"acc_%1"_s.arg(0x3f9a'0000 + i * 7919, 12, 16, QLatin1Char('0'));
        account.email = u"%1@%2.example"_s.arg(QLatin1StringView(pick(people, 3)), company);
        if (i >= static_cast<int>(people.size() * companies.size()))
            account.email.prepend(u"%1-"_s.arg(i));
        account.plan = QLatin1StringView(pick(plans, 3));
        account.status = i % 23 == 9 ? u"suspended"_s : u"active"_s;
        account.balance = Money::fromNanoUsd(pick(balancesNanoUsd, 7));
        account.held = Money::fromNanoUsd(i % 4 == 1 ? 12'500'000 * (i % 9 + 1) : 0);
        account.createdAt = newest().addSecs(-static_cast<qint64>(i) * (37'000 + i * 911));
        made.push_back(account);
    }
    if (made.size() > 12) {
        made[5].email =
            u"a.very.long.address.that.nobody.would.choose.but.somebody.has@subsidiary.of.a.company.example"_s;
        made[12].email = u"<b>not-markup</b>@quillworks.example"_s;
    }
    return made;
}

} // namespace

FakeApiClient::FakeApiClient(std::chrono::milliseconds delay, int accounts)
    : m_session(std::make_unique<QObject>())
    , m_delay(delay)
    , m_accounts(makeAccounts(accounts))
    , m_role(u"owner"_s)
{
    m_proof.ok = true;
    m_proof.accountsChecked = static_cast<qint64>(m_accounts.size());
    m_proof.entriesChecked = 48'213;
    m_proof.openHolds = 3;
    for (const Account &account : m_accounts)
        m_proof.held += account.held;
    m_proof.chainHead = u"9f2c41d07be58a3364c1f0e92d7ab8150c6e4f3a91b27d5884e0c3a65f19b7d2"_s;
}

FakeApiClient::~FakeApiClient() = default;

template <typename T> void FakeApiClient::answer(Reply<T> reply, std::function<Outcome<T>()> work)
{
    ++m_calls;
    if (m_hanging)
        return;
    QTimer::singleShot(m_delay, m_session.get(), [this, reply = std::move(reply), work = std::move(work)] {
        if (m_failures > 0 && m_failures--)
            reply(m_failure);
        else
            reply(work());
    });
}

Account *FakeApiClient::find(const QString &id)
{
    const auto found =
        std::find_if(m_accounts.begin(), m_accounts.end(), [&id](const Account &each) { return each.id == id; });
    return found == m_accounts.end() ? nullptr : &*found;
}

void FakeApiClient::signIn(const QUrl &, const QString &email, const QString &, Reply<SignedIn> reply)
{
    answer<SignedIn>(std::move(reply), [this, email]() -> Outcome<SignedIn> {
        Account account;
        account.id = u"acc_administrator"_s;
        account.email = email;
        account.role = m_role;
        account.status = u"active"_s;
        account.createdAt = newest();
        return SignedIn{account, u"0.1.0"_s};
    });
}

void FakeApiClient::signOut()
{
    m_session = std::make_unique<QObject>();
}

void FakeApiClient::endSession()
{
    signOut();
    if (m_sessionOver)
        m_sessionOver();
}

void FakeApiClient::accounts(const QString &after, int limit, Reply<AccountPage> reply)
{
    answer<AccountPage>(std::move(reply), [this, after, limit]() -> Outcome<AccountPage> {
        auto from = m_accounts.cbegin();
        if (!after.isEmpty()) {
            from = std::find_if(from, m_accounts.cend(), [&after](const Account &each) { return each.id == after; });
            from += from == m_accounts.cend() ? 0 : 1;
        }
        const auto count = std::min<qsizetype>(limit, m_accounts.cend() - from);
        AccountPage page{QList<Account>(from, from + count), from + count != m_accounts.cend(), {}};
        if (page.hasMore)
            page.next = page.accounts.last().id;
        return page;
    });
}

void FakeApiClient::createAccount(const NewAccount &wanted, Reply<Account> reply)
{
    answer<Account>(std::move(reply), [this, wanted]() -> Outcome<Account> {
        for (const Account &each : m_accounts)
            if (each.email.compare(wanted.email, Qt::CaseInsensitive) == 0)
                return ApiError{ApiError::Kind::Rejected, u"There is an account with this email already."_s,
                                u"email"_s};
        Account account;
        account.id = u"acc_new%1"_s.arg(m_accounts.size());
        account.email = wanted.email;
        account.plan = u"free"_s;
        account.status = u"active"_s;
        account.balance = wanted.initialBalance;
        account.createdAt = m_accounts.empty() ? newest() : m_accounts.front().createdAt.addSecs(60);
        m_accounts.insert(m_accounts.begin(), account);
        return account;
    });
}

void FakeApiClient::topUp(const NewTopUp &wanted, Reply<Account> reply)
{
    m_topUps.push_back(wanted);
    answer<Account>(std::move(reply), [this, wanted]() -> Outcome<Account> {
        if (const auto booked = m_booked.find(wanted.idempotencyKey); booked != m_booked.end())
            return booked->second;
        Account *account = find(wanted.accountId);
        if (!account)
            return ApiError{ApiError::Kind::Rejected, u"There is no such account."_s, u"account_id"_s};
        account->balance += wanted.amount;
        m_booked.emplace(wanted.idempotencyKey, *account);
        return *account;
    });
}

void FakeApiClient::createApiKey(const NewApiKey &wanted, Reply<ApiKey> reply)
{
    answer<ApiKey>(std::move(reply), [this, wanted]() -> Outcome<ApiKey> {
        if (!find(wanted.accountId))
            return ApiError{ApiError::Kind::Rejected, u"There is no such account."_s, u"account_id"_s};
        return ApiKey{u"key_demonstration"_s, wanted.name,
                      u"sk-beaver-demonstration-3q7Xv0mYk2Lr8TzWc5Nd1HbPf6Jg9Us4"_s};
    });
}

void FakeApiClient::ledgerProof(Reply<LedgerProof> reply)
{
    answer<LedgerProof>(std::move(reply), [this]() -> Outcome<LedgerProof> { return m_proof; });
}

} // namespace beaver::admin
