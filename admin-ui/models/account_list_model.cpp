#include <QLocale>
#include <QTimer>

#include <admin-ui/models/account_list_model.h>
#include <admin-ui/models/money_text.h>

#include <algorithm>
#include <chrono>

namespace beaver::admin {

using namespace Qt::StringLiterals;

AccountListModel::AccountListModel(QObject *parent)
    : QAbstractListModel(parent)
{}

void AccountListModel::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session, &Session::accountStored, this, &AccountListModel::store);
        reload();
    }
    Q_EMIT sessionChanged();
}

void AccountListModel::reload()
{
    load({});
}

void AccountListModel::loadMore()
{
    if (!m_loading && m_hasMore)
        load(m_next);
}

void AccountListModel::retry()
{
    load(m_asked);
}

void AccountListModel::load(const QString &after)
{
    m_asked = after;
    m_loading = true;
    m_error.clear();
    m_requestId.clear();
    Q_EMIT stateChanged();
    m_session->client().accounts(
        after, pageSize,
        whileAlive(this, [this, first = after.isEmpty(), request = ++m_request](const Outcome<AccountPage> &page) {
            if (request != m_request)
                return;
            m_loading = false;
            if (page) {
                take(*page, first);
            } else {
                m_error = page.error().text();
                m_requestId = page.error().requestId;
            }
            Q_EMIT stateChanged();
        }));
}

void AccountListModel::take(const AccountPage &page, bool first)
{
    m_loaded = true;
    m_hasMore = page.hasMore;
    m_next = page.next;
    if (first) {
        beginResetModel();
        m_accounts = page.accounts;
        endResetModel();
        return;
    }
    // An account made here since the first page was read is on top already.
    QList<Account> added;
    std::copy_if(page.accounts.cbegin(), page.accounts.cend(), std::back_inserter(added),
                 [this](const Account &account) { return rowOf(account.id) < 0; });
    if (added.isEmpty())
        return;
    beginInsertRows({}, count(), count() + static_cast<int>(added.size()) - 1);
    m_accounts.append(added);
    endInsertRows();
}

void AccountListModel::store(const Account &account)
{
    using namespace std::chrono_literals;
    const int row = rowOf(account.id);
    if (row < 0) {
        beginInsertRows({}, 0, 0);
        m_accounts.prepend(account);
        endInsertRows();
        Q_EMIT stateChanged();
    } else {
        m_accounts[row] = account;
        Q_EMIT dataChanged(index(row), index(row));
    }
    setFresh(account.id, true);
    QTimer::singleShot(2s, this, [this, id = account.id] { setFresh(id, false); });
}

void AccountListModel::setFresh(const QString &id, bool fresh)
{
    if (fresh)
        m_fresh.insert(id);
    else
        m_fresh.remove(id);
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row), index(row), {FreshRole});
}

int AccountListModel::rowOf(const QString &id) const
{
    const auto found =
        std::find_if(m_accounts.cbegin(), m_accounts.cend(), [&id](const Account &each) { return each.id == id; });
    return found == m_accounts.cend() ? -1 : static_cast<int>(found - m_accounts.cbegin());
}

int AccountListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant AccountListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Account &account = m_accounts[index.row()];
    switch (role) {
    case AccountIdRole:
        return account.id;
    case Qt::DisplayRole:
    case EmailRole:
        return account.email;
    case FullNameRole:
        return account.fullName;
    case PlanRole:
        return account.plan;
    case StatusRole:
        return account.status;
    case BalanceRole:
        return shortUsd(account.balance);
    case ExactBalanceRole:
        return exactUsd(account.balance);
    case OwesRole:
        return account.balance.isNegative();
    case HeldRole:
        return shortUsd(account.held);
    case ExactHeldRole:
        return exactUsd(account.held);
    case HoldsRole:
        return !account.held.isZero();
    case CreatedRole:
        return QLocale().toString(account.createdAt.toLocalTime().date(), u"d MMM yyyy"_s);
    case ExactCreatedRole:
        return account.createdAt.toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"_s);
    case FreshRole:
        return m_fresh.contains(account.id);
    default:
        return {};
    }
}

QHash<int, QByteArray> AccountListModel::roleNames() const
{
    return {{AccountIdRole, "accountId"},
            {EmailRole, "email"},
            {FullNameRole, "fullName"},
            {PlanRole, "plan"},
            {StatusRole, "status"},
            {BalanceRole, "balance"},
            {ExactBalanceRole, "exactBalance"},
            {OwesRole, "owes"},
            {HeldRole, "held"},
            {ExactHeldRole, "exactHeld"},
            {HoldsRole, "holds"},
            {CreatedRole, "created"},
            {ExactCreatedRole, "exactCreated"},
            {FreshRole, "fresh"}};
}

} // namespace beaver::admin
