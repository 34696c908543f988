#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QTimer>

#include <admin-ui/session/navigator.h>

#include <chrono>

namespace beaver::admin {

/// What the command palette offers for what was typed: pages and actions at once, and a moment after the last letter
/// what the server finds among all accounts, projects, keys, models and calls. What was found before stays until then,
/// as far as it holds what is typed now.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(beaver::admin::Navigator *navigator READ navigator WRITE setNavigator NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString typed READ typed WRITE setTyped NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    /// The server is being asked, or will be in a moment.
    Q_PROPERTY(bool searching READ isSearching NOTIFY changed FINAL)
    /// Why what was found isn't all; empty for nothing.
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)

public:
    enum Role { GroupRole = Qt::UserRole + 1, TextRole, SubRole, GlyphRole, KeysRole };

    explicit PaletteModel(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(PaletteModel)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    Navigator *navigator() const { return m_navigator; }
    void setNavigator(Navigator *navigator);
    QString typed() const { return m_typed; }
    void setTyped(const QString &typed);
    int count() const { return static_cast<int>(m_hits.size()); }

    bool isSearching() const { return m_pause.isActive() || m_awaited > 0; }
    QString problem() const { return m_problem; }
    /// Between the last letter and the question; 150 ms.
    void setPause(std::chrono::milliseconds pause) { m_pause.setInterval(pause); }

    /// When the palette opens.
    Q_INVOKABLE void prepare();
    /// Asks the server again.
    Q_INVOKABLE void ask();
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
        QVariantMap filters = {};
        QString sought = {}; ///< what the server found it by
    };
    /// A list that is searched, and what of its items is shown.
    struct Source
    {
        QString path;
        Entry entry; ///< its group, glyph and page
        QString name;
        QString sub;
        bool listed = false; ///< the page shows what is found in its list, instead of on a page of its own
    };
    std::vector<Source> sources() const;
    void fetch(const Source &source, const QString &wanted);
    void search();

    Session *m_session = nullptr;
    Navigator *m_navigator = nullptr;
    QString m_typed;
    QList<Entry> m_fixed;
    QList<Entry> m_found;
    QList<Entry> m_hits;
    QTimer m_pause;
    QString m_problem;
    int m_awaited = 0;
    quint64 m_question = 0; ///< answers to older ones are dropped
};

} // namespace beaver::admin
