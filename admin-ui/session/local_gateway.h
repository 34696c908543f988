#pragma once

#include <QObject>
#include <QProcess>
#include <QQmlEngine>

namespace beaver::admin {

/// A gateway on this machine: the beaverd that lies beside the console or in the path, on SQLite in the person's own
/// data folder. Its first administrator's password is made here, told to nobody, and kept in a file that only the
/// person can read.
class LocalGateway : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("one for the whole console")
    /// Why none can be started; empty where one can.
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    Q_PROPERTY(bool running READ isRunning NOTIFY changed FINAL)
    Q_PROPERTY(bool starting READ isStarting NOTIFY changed FINAL)
    /// Where it listens, once it does.
    Q_PROPERTY(QString address READ address NOTIFY changed FINAL)
    /// The last lines it wrote.
    Q_PROPERTY(QString log READ log NOTIFY logChanged FINAL)
    Q_PROPERTY(QString dataFolder READ dataFolder CONSTANT FINAL)

public:
    /// `folder`: for the database and its secrets; the person's data folder when it is empty.
    explicit LocalGateway(QObject *parent = nullptr, const QString &folder = {});
    ~LocalGateway() override;
    Q_DISABLE_COPY_MOVE(LocalGateway)

    QString problem() const;
    bool isRunning() const { return !m_address.isEmpty(); }
    bool isStarting() const { return m_process.state() != QProcess::NotRunning && m_address.isEmpty(); }
    QString address() const { return m_address; }
    QString log() const { return m_log; }
    QString dataFolder() const { return m_folder; }

    Q_INVOKABLE void start();
    Q_INVOKABLE void stop();
    /// Once more, who signs in with what: ready() while it runs.
    Q_INVOKABLE void offer();
    /// Of the administrator that every local gateway begins with.
    static QString email();

Q_SIGNALS:
    void changed();
    void logChanged();
    /// It answers; what to sign in with.
    void ready(const QString &address, const QString &email, const QString &password);
    void failed(const QString &error);
    /// It listens no longer at `address`: it was stopped, or it failed.
    void stopped(const QString &address);

private:
    static QString program();
    QString password();
    void read();

    QProcess m_process;
    QString m_folder;
    QString m_address;
    QString m_log;
    bool m_stopping = false;
};

} // namespace beaver::admin
