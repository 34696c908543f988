#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QSet>

#include <admin-ui/client/outcome.h>
#include <admin-ui/client/types.h>
#include <admin-ui/session/session.h>

namespace beaver::admin {

/// The accounts as far as they are loaded, newest first, page by page. Loads the first page as soon as it has a
/// session.
class AccountListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY sessionChanged REQUIRED FINAL)
    Q_PROPERTY(int count READ count NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged FINAL)
    /// The first page has come, so that no accounts means that there are none.
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY stateChanged FINAL)
    Q_PROPERTY(bool hasMore READ hasMore NOTIFY stateChanged FINAL)
    /// Why the last page didn't come. What was loaded before stays.
    Q_PROPERTY(QString error READ error NOTIFY stateChanged FINAL)
    Q_PROPERTY(QString requestId READ requestId NOTIFY stateChanged FINAL)

public:
    enum Role {
        AccountIdRole = Qt::UserRole + 1,
        EmailRole,
        FullNameRole,
        PlanRole,
        StatusRole,
        BalanceRole,      ///< rounded, with currency
        ExactBalanceRole, ///< every digit, with currency
        OwesRole,         ///< the balance is below zero
        HeldRole,
        ExactHeldRole,
        HoldsRole, ///< something is held
        CreatedRole,
        ExactCreatedRole,
        FreshRole, ///< stored a moment ago, from this console
    };
    static constexpr int pageSize = 100;

    explicit AccountListModel(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AccountListModel)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    int count() const { return static_cast<int>(m_accounts.size()); }
    bool isLoading() const { return m_loading; }
    bool isLoaded() const { return m_loaded; }
    bool hasMore() const { return m_hasMore; }
    QString error() const { return m_error; }
    QString requestId() const { return m_requestId; }

    /// From the first page on. What is shown stays until that has come.
    Q_INVOKABLE void reload();
    /// The next page; nothing while one is under way or when there is none.
    Q_INVOKABLE void loadMore();
    /// What failed last, again.
    Q_INVOKABLE void retry();
    const QList<Account> &accounts() const { return m_accounts; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void sessionChanged();
    void stateChanged();

private:
    void load(const QString &after);
    void take(const AccountPage &page, bool first);
    void store(const Account &account);
    void setFresh(const QString &id, bool fresh);
    int rowOf(const QString &id) const;

    Session *m_session = nullptr;
    QList<Account> m_accounts;
    QSet<QString> m_fresh;
    QString m_next;
    QString m_asked; ///< where the page asked for last begins
    QString m_error;
    QString m_requestId;
    bool m_loading = false;
    bool m_loaded = false;
    bool m_hasMore = false;
    quint64 m_request = 0; ///< the answer to an older one is dropped
};

} // namespace beaver::admin
