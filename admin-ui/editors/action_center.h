#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QVariantMap>

#include <admin-ui/models/record_table.h>
#include <admin-ui/session/navigator.h>
#include <admin-ui/session/session.h>

#include <memory>

namespace beaver::admin {

/// What can be done to the things of the gateway, by name: `account.suspend`, `key.revoke` and so on. Says how an
/// action is called, asks before what can't be undone, opens the form of what needs one, sends the rest at once and
/// offers its undo. The role decides beforehand what is offered (TableSpec::actions); the server decides again.
class ActionCenter : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(beaver::admin::Navigator *navigator READ navigator WRITE setNavigator NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed FINAL)
    // The question that waits for its answer; the title is empty when there is none.
    Q_PROPERTY(QString question READ question NOTIFY changed FINAL)
    Q_PROPERTY(QString consequence READ consequence NOTIFY changed FINAL)
    Q_PROPERTY(QString button READ button NOTIFY changed FINAL)
    Q_PROPERTY(QString questionGlyph READ questionGlyph NOTIFY changed FINAL)
    Q_PROPERTY(bool dangerous READ isDangerous NOTIFY changed FINAL)
    /// What has to be typed first; empty for nothing.
    Q_PROPERTY(QString word READ word NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)

public:
    explicit ActionCenter(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(ActionCenter)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    Navigator *navigator() const { return m_navigator; }
    void setNavigator(Navigator *navigator);
    bool isBusy() const { return m_busy; }
    QString question() const;
    QString consequence() const;
    QString button() const;
    QString questionGlyph() const;
    bool isDangerous() const;
    QString word() const;
    QString error() const { return m_error; }

    /// `{id, text, glyph, dangerous, separator}` of each id, for a menu.
    Q_INVOKABLE QVariantList describe(const QStringList &ids) const;
    Q_INVOKABLE void start(const QString &action, const QVariantMap &record);
    /// The same for each; asks once.
    Q_INVOKABLE void startAll(const QString &action, const QVariantList &records);
    /// On what is selected in the table: at once or after a question; what takes long, and all that match, with
    /// bulkWanted().
    Q_INVOKABLE void startOn(const QString &action, beaver::admin::RecordTable *table);
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void dismiss();
    Q_INVOKABLE void undo();
    Q_INVOKABLE void copy(const QString &text, const QString &what);

Q_SIGNALS:
    void changed();
    void formWanted(const QString &kind, const QVariantMap &record);
    /// `records` empty: on all that the table's filters find.
    void bulkWanted(const QString &action, beaver::admin::RecordTable *table, const QVariantList &records);
    void detailWanted(const QString &kind, const QVariantMap &record);
    /// Something was done; `undoable` while undo() takes it back.
    void done(const QString &message, bool undoable);
    void failed(const QString &message);

private:
    struct Course;
    void run(const QString &action, const QVariantList &records, bool undoing);
    /// All of them in one request.
    void sendTogether(const QString &path, const std::shared_ptr<Course> &course);
    void finish(const Course &course);
    static QString whatFailed(const Course &course);
    /// Into the download folder.
    void save(const QString &path, const QString &wantedName);

    Session *m_session = nullptr;
    Navigator *m_navigator = nullptr;
    bool m_busy = false;
    QString m_pending;
    QVariantList m_records;
    QString m_undo;
    QVariantList m_undoRecords;
    QString m_error;
};

} // namespace beaver::admin
