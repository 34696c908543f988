#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QSet>
#include <QUuid>
#include <QVariantMap>

#include <admin-ui/editors/action_spec.h>
#include <admin-ui/models/record_table.h>
#include <admin-ui/session/session.h>

#include <deque>
#include <vector>

namespace beaver::admin {

/// One action on all that the filters of a table find, loaded or not, or on many chosen rows. The whole list is read
/// first, so that what the action changes moves no page; then a question with the number; then each record once, a few
/// at a time. Can be stopped at any time, keeps what failed and why, and what wasn't come to; that can go on.
class BulkRun : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    /// reading, failed (to read), filling (a form), asking, running or done; empty while there is nothing.
    Q_PROPERTY(QString stage READ stage NOTIFY changed FINAL)
    Q_PROPERTY(QString question READ question NOTIFY changed FINAL)
    Q_PROPERTY(QString consequence READ consequence NOTIFY changed FINAL)
    Q_PROPERTY(QString button READ button NOTIFY changed FINAL)
    Q_PROPERTY(QString glyph READ glyph NOTIFY changed FINAL)
    Q_PROPERTY(bool dangerous READ isDangerous NOTIFY changed FINAL)
    /// Has to be typed first: how many it is about.
    Q_PROPERTY(QString word READ word NOTIFY changed FINAL)
    /// Records that the action is for, as far as they are read.
    Q_PROPERTY(int found READ found NOTIFY changed FINAL)
    /// Those that were found but that it isn't offered for.
    Q_PROPERTY(int unaffected READ unaffected NOTIFY changed FINAL)
    Q_PROPERTY(int succeeded READ succeeded NOTIFY changed FINAL)
    Q_PROPERTY(int failed READ failed NOTIFY changed FINAL)
    /// Not come to yet.
    Q_PROPERTY(int left READ left NOTIFY changed FINAL)
    /// `{title, reason}` of the first that failed.
    Q_PROPERTY(QVariantList failures READ failures NOTIFY changed FINAL)
    /// What was done so far can be taken back with undo().
    Q_PROPERTY(bool undoable READ isUndoable NOTIFY changed FINAL)
    /// Why the list couldn't be read, or why the run stopped by itself.
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)

public:
    explicit BulkRun(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(BulkRun)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    QString stage() const { return m_stage; }
    QString question() const;
    QString consequence() const;
    QString button() const;
    QString glyph() const { return m_action ? m_action->glyph : QString(); }
    bool isDangerous() const { return m_action && m_action->dangerous; }
    QString word() const { return QString::number(m_todo.size()); }
    int found() const { return static_cast<int>(m_todo.size()); }
    int unaffected() const { return m_unaffected; }
    int succeeded() const { return static_cast<int>(m_succeeded.size()); }
    int failed() const { return static_cast<int>(m_failed.size()); }
    int left() const { return static_cast<int>(m_todo.size()); }
    QVariantList failures() const;
    bool isUndoable() const;
    QString error() const { return m_error; }

    /// On `records`, or on all that the table finds where there are none.
    Q_INVOKABLE void start(const QString &action, beaver::admin::RecordTable *table, const QVariantList &records);
    /// What the form made for one (RecordForm::collected) is for all.
    Q_INVOKABLE void fill(const QVariantMap &request);
    Q_INVOKABLE void confirm();
    /// What is under way is waited for.
    Q_INVOKABLE void stop();
    /// What failed and what was left; or reads the list again.
    Q_INVOKABLE void retry();
    Q_INVOKABLE void undo();
    Q_INVOKABLE void copyFailures() const;
    /// Nothing is kept; not while something is under way.
    Q_INVOKABLE void close();

Q_SIGNALS:
    void changed();
    /// The action needs this form first, about `record`; fill() takes what it collects.
    void formWanted(const QString &kind, const QVariantMap &record);

private:
    struct Item
    {
        QString id;
        QString title;
    };
    struct Failure
    {
        Item item;
        QString reason;
    };

    void read(const QString &after);
    void take(const JsonValue &json);
    void ask();
    QString things() const; ///< "3 accounts"
    void pump();
    void send(const Item &item);
    void sendTogether(const std::vector<Item> &items);
    void note(const Item &item, const Outcome<JsonValue> &told);
    void end();

    Session *m_session = nullptr;
    QString m_id; ///< of the action
    const ActionSpec *m_action = nullptr;
    const TableSpec *m_spec = nullptr;
    QString m_kind;   ///< of the table
    QString m_path;   ///< of its first page
    QString m_search; ///< in small letters, where the server doesn't search
    QVariantMap m_within;
    QVariantMap m_request; ///< of a form, for the record whose ID is m_place
    QString m_place;
    QUuid m_booking; ///< the run's, from which each booking has its key
    QString m_stage;
    QString m_error;
    std::deque<Item> m_todo;
    QSet<QString> m_met; ///< all that were read, so that none is acted on twice
    std::vector<Item> m_succeeded;
    std::vector<Failure> m_failed;
    int m_unaffected = 0;
    int m_underWay = 0;
    bool m_stopping = false;
    bool m_undoing = false;
    quint64 m_run = 0; ///< answers of an older one are dropped
};

} // namespace beaver::admin
