#include <admin-ui/models/account_filter_model.h>
#include <admin-ui/models/account_list_model.h>

#include <algorithm>

namespace beaver::admin {

namespace {

constexpr int searched[] = {AccountListModel::EmailRole, AccountListModel::FullNameRole,
                            AccountListModel::AccountIdRole};

} // namespace

AccountFilterModel::AccountFilterModel(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    connect(this, &QAbstractItemModel::rowsInserted, this, &AccountFilterModel::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &AccountFilterModel::countChanged);
    connect(this, &QAbstractItemModel::modelReset, this, &AccountFilterModel::countChanged);
}

void AccountFilterModel::setSearch(const QString &search)
{
    if (m_search == search)
        return;
    m_search = search;
    m_words = search.simplified().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
    Q_EMIT searchChanged();
}

bool AccountFilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const auto holds = [&](const QString &word) {
        return std::any_of(std::begin(searched), std::end(searched),
                           [&](int role) { return index.data(role).toString().contains(word, Qt::CaseInsensitive); });
    };
    return std::all_of(m_words.cbegin(), m_words.cend(), holds);
}

} // namespace beaver::admin
