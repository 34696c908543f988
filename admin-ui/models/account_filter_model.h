#pragma once

#include <QQmlEngine>
#include <QSortFilterProxyModel>
#include <QStringList>

namespace beaver::admin {

/// The loaded accounts whose email, name or id holds every word of `search`.
class AccountFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY searchChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    explicit AccountFilterModel(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AccountFilterModel)

    QString search() const { return m_search; }
    void setSearch(const QString &search);
    int count() const { return rowCount(); }

Q_SIGNALS:
    void searchChanged();
    void countChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_search;
    QStringList m_words;
};

} // namespace beaver::admin
