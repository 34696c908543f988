#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

#include <admin-ui/app/only_console.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestLink = 4'096;
constexpr int patienceMs = 1'000;

QString ownName()
{
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
#ifdef Q_OS_UNIX
    if (!runtime.isEmpty())
        return QDir(runtime).filePath(u"beaver-console"_s);
#endif
    const QByteArray person = QCryptographicHash::hash(QDir::homePath().toUtf8(), QCryptographicHash::Sha256);
    return u"beaver-console-"_s + QString::fromLatin1(person.toHex().left(16));
}

} // namespace

OnlyConsole::OnlyConsole(const QString &name, QObject *parent)
    : QObject(parent)
    , m_name(name.isEmpty() ? ownName() : name)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &OnlyConsole::greet);
}

bool OnlyConsole::handOver(const QString &link) const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(patienceMs))
        return false;
    socket.write(link.toUtf8() + '\n');
    return socket.waitForReadyRead(patienceMs) && socket.readAll().startsWith("ok");
}

void OnlyConsole::listen()
{
    // What a console that was killed left behind; one that lives would have taken the link.
    QLocalServer::removeServer(m_name);
    m_server.listen(m_name);
}

void OnlyConsole::greet()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        const auto read = [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > longestLink)
                    socket->abort();
                return;
            }
            const QString link = QString::fromUtf8(socket->readLine(longestLink)).trimmed();
            if (!link.isEmpty() && !link.startsWith("beaver://"_L1)) {
                socket->abort();
                return;
            }
            socket->write("ok\n");
            socket->disconnectFromServer();
            Q_EMIT asked(link);
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        read();
    }
}

} // namespace beaver::admin
