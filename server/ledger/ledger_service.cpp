#include <QLoggingCategory>

#include <server/ledger/ledger_service.h>

#include <algorithm>
#include <condition_variable>

Q_LOGGING_CATEGORY(logLedger, "beaver.ledger")

namespace beaver::ledger {

struct AccountMoney
{
    std::mutex mutex; // also held while pushing to the journal, so that it sees changes in their order
    AccountId id;
    Money balance;
    Money held;
};

namespace {

// Records nobody waits for may not pile up while the database is down.
constexpr std::int64_t mostUnawaitedRecords = 10'000;

} // namespace

Hold &Hold::operator=(Hold &&other) noexcept
{
    if (this != &other) {
        if (isOpen())
            m_ledger->abandon(*this);
        m_ledger = other.m_ledger;
        m_account = std::move(other.m_account);
        m_record = std::move(other.m_record);
        m_amount = other.m_amount;
    }
    return *this;
}

Hold::~Hold()
{
    if (isOpen())
        m_ledger->abandon(*this);
}

LedgerService::LedgerService(storage::Database &database, const Clock &clock, Companion &companion)
    : m_database(database)
    , m_clock(clock)
    , m_journal(database, clock, companion)
{}

LedgerService::~LedgerService()
{
    m_database.detach(&m_journal);
}

Result<int> LedgerService::start()
{
    struct Found
    {
        Result<store::Head> head;
        Result<std::vector<store::HoldRow>> holds;
    };
    std::mutex mutex;
    std::condition_variable arrived;
    std::optional<Found> found;
    m_database.read([&](storage::Connection &connection) {
        Found read{store::head(connection), store::holds(connection)};
        const std::lock_guard lock(mutex);
        found.emplace(std::move(read));
        arrived.notify_one();
    });
    {
        std::unique_lock lock(mutex);
        arrived.wait(lock, [&] { return found.has_value(); });
    }
    if (!found->head)
        return found->head.error();
    if (!found->holds)
        return found->holds.error();
    // The writer must not see the journal before: a batch of another's would take the chain's beginning for its end.
    m_journal.start(std::move(*found->head));
    m_database.attach(&m_journal);

    const std::int64_t now = m_clock.wallMs();
    for (const auto &row : *found->holds) {
        auto hold = std::make_shared<HoldRecord>();
        hold->row = row;
        hold->written = true;
        hold->closed = true;
        auto settlement = std::make_unique<Settlement>();
        settlement->call = row.call;
        settlement->account = row.account;
        settlement->key = row.key;
        settlement->model = row.model;
        settlement->surface = "unknown";
        settlement->outcome = Outcome::Interrupted;
        settlement->reason = "gateway_killed";
        settlement->hold = row.amount;
        settlement->startedAtMs = row.createdAtMs;
        settlement->endedAtMs = now;
        m_journal.pushSettlement(std::move(settlement), std::move(hold), {}, nullptr);
    }
    return static_cast<int>(found->holds->size());
}

LedgerService::Stripe &LedgerService::stripe(const AccountId &account) const
{
    return m_stripes[std::hash<AccountId>()(account) % m_stripes.size()];
}

std::shared_ptr<AccountMoney> LedgerService::find(const AccountId &account) const
{
    Stripe &part = stripe(account);
    const std::lock_guard lock(part.mutex);
    const auto found = part.accounts.find(account);
    return found == part.accounts.end() ? nullptr : found->second;
}

std::optional<Balance> LedgerService::balance(const AccountId &account) const
{
    const auto money = find(account);
    if (!money)
        return std::nullopt;
    const std::lock_guard lock(money->mutex);
    return Balance{money->balance, money->held};
}

QCoro::Task<Result<Balance>> LedgerService::load(ops::Executor &loop, AccountId account)
{
    if (const auto known = balance(account))
        co_return *known;
    auto reading = m_database.read(
        loop, [account](storage::Connection &connection) { return store::balance(connection, account); });
    const auto stored = co_await reading;
    if (!stored)
        co_return stored.error();
    if (!*stored)
        co_return Error{ErrorCode::NotFound, "There is no such account.", "account_id", "account_not_found", {}, 0};
    {
        // Nothing can have moved this money before it was in memory, so a second reader read the same.
        Stripe &part = stripe(account);
        const std::lock_guard lock(part.mutex);
        auto &money = part.accounts[account];
        if (!money) {
            money = std::make_shared<AccountMoney>();
            money->id = account;
            money->balance = **stored;
        }
    }
    co_return *balance(account);
}

Result<Hold> LedgerService::hold(const AccountId &account, const CallId &call, const KeyId &key,
                                 const std::string &model, Money amount, Money *available)
{
    auto money = find(account);
    if (!money)
        return internalError("hold on an account that isn't loaded");
    auto record = std::make_shared<HoldRecord>();
    record->row = {call, account, key, model, amount, m_clock.wallMs()};
    record->createdUs = m_clock.monotonicUs();
    {
        const std::lock_guard lock(money->mutex);
        const Money free = money->balance - money->held;
        if (available)
            *available = free;
        if (amount.isNegative() || amount > free)
            return Error{ErrorCode::InsufficientBalance, {}, {}, "insufficient_quota", {}, 0};
        money->held += amount;
    }
    ++m_openHolds;
    m_journal.pushHold(record);

    Hold hold;
    hold.m_ledger = this;
    hold.m_account = std::move(money);
    hold.m_record = std::move(record);
    hold.m_amount = amount;
    return hold;
}

bool LedgerService::extend(Hold &hold, Money amount)
{
    if (amount <= hold.m_amount)
        return true;
    {
        const std::lock_guard lock(hold.m_account->mutex);
        const Money more = amount - hold.m_amount;
        if (more > hold.m_account->balance - hold.m_account->held)
            return false;
        hold.m_account->held += more;
    }
    hold.m_amount = amount;
    m_journal.pushHoldAmount(hold.m_record, amount);
    return true;
}

void LedgerService::makeDurable(const Hold &hold, Journal::Done done)
{
    m_journal.pushHoldNow(hold.m_record, std::move(done));
}

LedgerService::Settled LedgerService::settle(Hold hold, std::unique_ptr<Settlement> settlement, Journal::Done done)
{
    const auto money = std::move(hold.m_account);
    const auto record = std::move(hold.m_record);
    record->closed = true;
    settlement->hold = hold.m_amount;

    const std::lock_guard lock(money->mutex);
    money->held -= hold.m_amount;
    // The price may exceed the hold (an estimate was too low); beyond what nobody else holds it isn't collected.
    const Money payable = std::min(settlement->cost, money->balance - money->held);
    settlement->uncollected += settlement->cost - payable;
    settlement->cost = payable;
    money->balance -= payable;
    --m_openHolds;
    m_journal.pushSettlement(std::move(settlement), record, money->balance, std::move(done));
    return {payable, {money->balance, money->held}};
}

void LedgerService::record(std::unique_ptr<Settlement> settlement, Journal::Done done)
{
    if (done) {
        m_journal.pushSettlement(std::move(settlement), nullptr, {}, std::move(done));
        return;
    }
    if (++m_unawaitedRecords > mostUnawaitedRecords) {
        --m_unawaitedRecords;
        return;
    }
    m_journal.pushSettlement(std::move(settlement), nullptr, {}, [this] { --m_unawaitedRecords; });
}

QCoro::Task<Result<Entry>> LedgerService::topUp(ops::Executor &loop, AccountId account, Money amount,
                                                std::string description, AccountId actor, KeepReply reply,
                                                Journal::Alongside alongside)
{
    Posting posting;
    posting.account = std::move(account);
    posting.customer = amount;
    posting.cash = -amount;
    posting.description = std::move(description);
    posting.actor = std::move(actor);
    auto posted = post(loop, std::move(posting), std::move(reply), std::move(alongside));
    co_return co_await posted;
}

QCoro::Task<Result<Entry>> LedgerService::post(ops::Executor &loop, Posting posting, KeepReply reply,
                                               Journal::Alongside alongside)
{
    const Money sum = posting.customer + posting.providerCost + posting.revenue + posting.cash + posting.corrections;
    if (!sum.isZero())
        co_return internalError("a posting whose legs don't sum to zero");
    auto loading = load(loop, posting.account);
    const auto loaded = co_await loading;
    if (!loaded)
        co_return loaded.error();

    const auto money = find(posting.account);
    auto entry = std::make_shared<Entry>();
    entry->id = newId<TransactionId>(m_clock.wallMs());
    entry->type = posting.type;
    entry->account = posting.account;
    entry->customer = posting.customer;
    entry->providerCost = posting.providerCost;
    entry->revenue = posting.revenue;
    entry->cash = posting.cash;
    entry->corrections = posting.corrections;
    entry->reference = std::move(posting.reference);
    entry->description = std::move(posting.description);
    entry->actor = posting.actor.text();
    entry->createdAtMs = m_clock.wallMs();

    ops::Promise<bool> committed(loop);
    auto commit = committed.future();
    {
        const std::lock_guard lock(money->mutex);
        if (posting.customer.nanoUsd() > INT64_MAX / 4 - money->balance.nanoUsd())
            co_return invalid("amount",
                              "This amount would take the balance over what Beaver can hold (2.3 billion USD).");
        if (posting.customer.isNegative() && -posting.customer > money->balance - money->held)
            co_return Error{ErrorCode::InsufficientBalance,
                            "The account has " + (money->balance - money->held).toDecimal() +
                                " USD available; this would take " + (-posting.customer).toDecimal() + " USD.",
                            "amount",
                            "insufficient_balance",
                            {},
                            0};
        money->balance += posting.customer;
        entry->balanceAfter = money->balance;
        std::optional<StoredReply> kept;
        if (reply)
            kept = reply(*entry, Balance{money->balance, money->held});
        m_journal.pushEntry(entry, std::move(kept), posting.actor, std::move(alongside),
                            [committed] { committed.set(true); });
    }
    co_await commit;
    co_return *entry;
}

QCoro::Task<Result<Entry>> LedgerService::open(ops::Executor &loop, Journal::Opening opening, AccountId account,
                                               Money amount, std::string description, AccountId actor,
                                               Journal::Alongside alongside)
{
    auto entry = std::make_shared<Entry>();
    entry->id = newId<TransactionId>(m_clock.wallMs());
    entry->type = EntryType::TopUp;
    entry->account = std::move(account);
    entry->customer = amount;
    entry->cash = -amount;
    entry->balanceAfter = amount;
    entry->description = std::move(description);
    entry->actor = actor.text();
    entry->createdAtMs = m_clock.wallMs();

    // Nobody knows the account before the commit; then load() reads what it has.
    const auto opened = std::make_shared<Result<void>>();
    ops::Promise<bool> committed(loop);
    auto commit = committed.future();
    m_journal.pushEntry(
        entry, std::nullopt, actor, std::move(alongside), [committed] { committed.set(true); },
        [opening = std::move(opening), opened](storage::Connection &connection) {
            *opened = opening(connection);
            return *opened;
        });
    co_await commit;
    if (!*opened)
        co_return opened->error();
    co_return *entry;
}

void LedgerService::abandon(Hold &hold)
{
    qCCritical(logLedger, "a hold was dropped without a settlement: call %s", hold.m_record->row.call.text().c_str());
    auto settlement = std::make_unique<Settlement>();
    settlement->call = hold.m_record->row.call;
    settlement->account = hold.m_record->row.account;
    settlement->key = hold.m_record->row.key;
    settlement->model = hold.m_record->row.model;
    settlement->surface = "unknown";
    settlement->outcome = Outcome::Interrupted;
    settlement->reason = "dropped";
    settlement->startedAtMs = hold.m_record->row.createdAtMs;
    settlement->endedAtMs = m_clock.wallMs();
    settle(std::move(hold), std::move(settlement), nullptr);
}

} // namespace beaver::ledger
