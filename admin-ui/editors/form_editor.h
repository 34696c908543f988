#pragma once

#include <QObject>
#include <QQmlEngine>

#include <admin-ui/client/api_error.h>
#include <admin-ui/session/session.h>

#include <functional>
#include <utility>

namespace beaver::admin {

/// A form: its fields are properties of the derived class, submit() checks them, sends them and ends in done() or in
/// `error`. One submission at a time, and each change of a field takes the error away.
/// Derived classes name it with its namespace: qmllint looks it up by the spelling.
class FormEditor : public QObject
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY sessionChanged REQUIRED FINAL)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    /// The name of the property that `error` is about; empty when it is about the whole.
    Q_PROPERTY(QString errorField READ errorField NOTIFY changed FINAL)
    /// What somebody else changed since the fields began, found when they were to be saved: each with what it was and
    /// is, and who it was as far as that is known. Empty for nothing; otherwise overwrite() or review() goes on.
    Q_PROPERTY(QString meanwhile READ meanwhile NOTIFY changed FINAL)
    Q_PROPERTY(QString meanwhileBy READ meanwhileBy NOTIFY changed FINAL)

public:
    explicit FormEditor(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(FormEditor)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    bool isBusy() const { return m_busy; }
    QString error() const { return m_error; }
    QString errorField() const { return m_errorField; }

    QString meanwhile() const { return m_meanwhile; }
    QString meanwhileBy() const { return m_meanwhileBy; }

    Q_INVOKABLE void submit();
    /// Fields that nothing was typed into take what stands there now; what was typed stays.
    Q_INVOKABLE void review();
    /// The same, and what was typed is saved.
    Q_INVOKABLE void overwrite();

Q_SIGNALS:
    void sessionChanged();
    void changed();
    void done();

protected:
    /// Says what is wrong with fail(), or sends the fields and ends in finish().
    virtual void send() = 0;
    /// What review() says.
    virtual void takeTheirs() {}
    /// Before a change is sent: reads `path`, lets `compare` tell what is another than the fields began with, a line
    /// for each, and submits again where it is nothing. `audited` finds who it was: the query of the audit log.
    void lookAgain(const QString &path, const QString &audited, std::function<QStringList(const JsonValue &)> compare);
    /// What is sent was compared. Only once: who submits again has it compared again.
    bool isLatest() { return std::exchange(m_isLatest, false); }
    void begin();
    /// Of what began but isn't the submission: no done().
    void end();
    void fail(const QString &field, const QString &error);
    void finish(const ApiError &error, const QString &field);
    void finish();
    void clearError()
    {
        m_error.clear();
        m_errorField.clear();
    }
    /// Other fields begin.
    void forgetMeanwhile();
    template <typename T> void edit(T &field, const T &value)
    {
        if (field == value)
            return;
        field = value;
        clearError();
        Q_EMIT changed();
    }

private:
    void learnWho(const QString &audited);

    Session *m_session = nullptr;
    bool m_busy = false;
    QString m_error;
    QString m_errorField;
    QString m_meanwhile;
    QString m_meanwhileBy;
    bool m_isLatest = false;
    quint64 m_looked = 0; ///< answers to an older look are dropped
};

} // namespace beaver::admin
