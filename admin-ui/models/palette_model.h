#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>

#include <admin-ui/session/navigator.h>

namespace beaver::admin {

/// What the command palette offers for what was typed: pages, actions, and the accounts, keys, models and calls that
/// the server knows.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(beaver::admin::Navigator *navigator READ navigator WRITE setNavigator NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString typed READ typed WRITE setTyped NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)

public:
    enum Role { GroupRole = Qt::UserRole + 1, TextRole, SubRole, GlyphRole, KeysRole };

    using QAbstractListModel::QAbstractListModel;

    Session *session() const { return m_session; }
    void setSession(Session *session);
    Navigator *navigator() const { return m_navigator; }
    void setNavigator(Navigator *navigator);
    QString typed() const { return m_typed; }
    void setTyped(const QString &typed);
    int count() const { return static_cast<int>(m_hits.size()); }

    /// Asks for what is searched; when the palette opens.
    Q_INVOKABLE void prepare();
    /// Goes to the page, or tells which action to start.
    Q_INVOKABLE void take(int row);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void changed();
    void actionWanted(const QString &action, const QVariantMap &record);

private:
    struct Entry
    {
        QString group;
        QString text;
        QString sub;
        QString glyph;
        QString keys;
        QString page;
        QString subject;
        QString action;
    };
    void fetch(const QString &path, const QString &group, const QString &glyph, const QString &page,
               const QString &name, const QString &sub);
    void search();

    Session *m_session = nullptr;
    Navigator *m_navigator = nullptr;
    QString m_typed;
    QList<Entry> m_fixed;
    QList<Entry> m_found;
    QList<Entry> m_hits;
};

} // namespace beaver::admin
