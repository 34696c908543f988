#pragma once

#include <QObject>
#include <QQmlEngine>

#include <admin-ui/client/api_error.h>
#include <admin-ui/session/session.h>

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

public:
    explicit FormEditor(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(FormEditor)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    bool isBusy() const { return m_busy; }
    QString error() const { return m_error; }
    QString errorField() const { return m_errorField; }

    Q_INVOKABLE void submit();

Q_SIGNALS:
    void sessionChanged();
    void changed();
    void done();

protected:
    /// Says what is wrong with fail(), or sends the fields and ends in finish().
    virtual void send() = 0;
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
    template <typename T> void edit(T &field, const T &value)
    {
        if (field == value)
            return;
        field = value;
        clearError();
        Q_EMIT changed();
    }

private:
    Session *m_session = nullptr;
    bool m_busy = false;
    QString m_error;
    QString m_errorField;
};

} // namespace beaver::admin
