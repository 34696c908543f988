#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>

#include <admin-ui/session/session.h>

#include <vector>

namespace beaver::admin {

/// The endpoints that serve one model in the order in which they are asked, to be changed by moving one: what is stored
/// are the endpoints' priorities, so a change holds for all models that they serve. Shown is what the server answered.
class FailoverOrder : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString model READ model WRITE setModel NOTIFY changed FINAL)
    /// `{value, title}` of each active model of the catalogue.
    Q_PROPERTY(QVariantList models READ models NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed FINAL)
    /// loading, ready, error.
    Q_PROPERTY(QString state READ state NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    /// While somebody drags a row: what the server tells meanwhile is shown when they let go.
    Q_PROPERTY(bool held READ isHeld WRITE setHeld NOTIFY changed FINAL)
    Q_PROPERTY(bool undoable READ isUndoable NOTIFY changed FINAL)

public:
    enum Role { EndpointIdRole = Qt::UserRole + 1, NameRole, NoteRole, StateTextRole, ToneRole, StepRole };

    explicit FailoverOrder(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(FailoverOrder)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    QString model() const { return m_model; }
    void setModel(const QString &model);
    QVariantList models() const;
    int count() const { return static_cast<int>(m_shown.size()); }
    bool isBusy() const { return m_left > 0; }
    QString state() const;
    QString error() const { return m_error; }
    bool isHeld() const { return m_held; }
    void setHeld(bool held);
    bool isUndoable() const { return !m_before.empty() && m_left == 0; }

    Q_INVOKABLE void reload();
    /// Stores the priorities that put the endpoint at `from` to the place `to`.
    Q_INVOKABLE void place(int from, int to);
    /// As it was before the last move.
    Q_INVOKABLE void undo();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Whether an endpoint serves a model: by its rules, or without any all of its provider.
    static bool serves(const JsonValue &endpoint, const QString &model, const QString &provider);
    /// The least change of priorities (0 to 1000) that puts `from` to the place `to`; the same list where there is
    /// none. Those that share a priority, by weight, go on sharing it but for the moved one.
    static std::vector<int> moved(std::vector<int> priorities, int from, int to);

Q_SIGNALS:
    void changed();

private:
    struct Change
    {
        QString id;
        int priority = 0;
    };

    void arrange();
    /// The model, and what undo() stores, for who signs in again after a session that ended by itself: of a move that
    /// was under way a part may have been stored.
    void keep();
    void restore(const QVariantMap &draft);
    void send(const std::vector<Change> &changes);
    void take(bool whole, const Outcome<JsonValue> &told, std::vector<JsonValue> &into, bool &came);

    Session *m_session = nullptr;
    QString m_model;
    std::vector<JsonValue> m_models;
    std::vector<JsonValue> m_endpoints;
    std::vector<JsonValue> m_shown; ///< those that serve the model, in order
    std::vector<Change> m_before;   ///< what undo() stores
    QString m_error;
    bool m_hasModels = false;
    bool m_hasEndpoints = false;
    bool m_held = false;
    bool m_outdated = false; ///< something else was told while it was held
    int m_left = 0;          ///< changes under way
};

} // namespace beaver::admin
