#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStandardPaths>

#include <admin-ui/session/local_gateway.h>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>

#include <csignal>
#endif

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype keptLog = 64 * 1024;
const auto localEmail = u"admin@localhost.localdomain"_s;

} // namespace

LocalGateway::LocalGateway(QObject *parent, const QString &folder)
    : QObject(parent)
    , m_folder(folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/gateway"_s
                                : folder)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
#ifdef Q_OS_LINUX
    // A console that is killed stops nothing any more; a gateway left behind would hold the database.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
    connect(&m_process, &QProcess::readyRead, this, &LocalGateway::read);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed(tr("The gateway can't be started: %1").arg(m_process.errorString()));
        Q_EMIT changed();
    });
    connect(&m_process, &QProcess::finished, this, [this](int code) {
        const bool wanted = m_stopping;
        m_stopping = false;
        const QString address = std::exchange(m_address, {});
        Q_EMIT changed();
        if (!address.isEmpty())
            Q_EMIT stopped(address);
        if (!wanted)
            Q_EMIT failed(tr("The gateway stopped (code %1). Its log says why.").arg(code));
    });
}

LocalGateway::~LocalGateway()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(10'000))
        m_process.kill();
}

QString LocalGateway::program()
{
    QString own = qEnvironmentVariable("BEAVER_DAEMON");
    if (!own.isEmpty())
        return own;
    const QString beside = QCoreApplication::applicationDirPath() + u"/beaverd"_s;
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(u"beaverd"_s);
}

QString LocalGateway::problem() const
{
    return program().isEmpty()
               ? tr("There is no beaverd on this computer. Install the gateway's package beside the console.")
               : QString();
}

QString LocalGateway::password()
{
    QFile file(QDir(m_folder).filePath(u"administrator"_s));
    if (file.open(QIODevice::ReadOnly))
        return QString::fromUtf8(file.readAll()).trimmed();
    static constexpr auto letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"_L1;
    QString made;
    for (int i = 0; i < 28; ++i)
        made +=
            letters[static_cast<qsizetype>(QRandomGenerator::system()->bounded(static_cast<quint32>(letters.size())))];
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        file.write(made.toUtf8());
    }
    return made;
}

void LocalGateway::start()
{
    if (m_process.state() != QProcess::NotRunning)
        return;
    if (!problem().isEmpty()) {
        Q_EMIT failed(problem());
        return;
    }
    QDir().mkpath(m_folder);
    QFile::setPermissions(m_folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DATABASE_URL"_s, u"sqlite:///"_s + QDir(m_folder).filePath(u"beaver.db"_s));
    environment.insert(u"BEAVER_LISTEN"_s, u"127.0.0.1:0"_s);
    environment.insert(u"BEAVER_ADMIN_EMAIL"_s, localEmail);
    environment.insert(u"BEAVER_ADMIN_PASSWORD"_s, password());
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_folder);
    m_log.clear();
    m_process.start(program(), {u"serve"_s});
    Q_EMIT changed();
    Q_EMIT logChanged();
}

QString LocalGateway::email()
{
    return localEmail;
}

void LocalGateway::offer()
{
    if (isRunning())
        Q_EMIT ready(m_address, localEmail, password());
}

void LocalGateway::stop()
{
    m_stopping = true;
    m_process.terminate();
}

void LocalGateway::read()
{
    m_log += QString::fromUtf8(m_process.readAll());
    if (m_log.size() > keptLog)
        m_log = m_log.right(keptLog);
    Q_EMIT logChanged();
    static const QRegularExpression told(u"listens on (http://[0-9.:]+)"_s);
    const auto match = told.match(m_log);
    if (m_address.isEmpty() && match.hasMatch()) {
        m_address = match.captured(1);
        Q_EMIT changed();
        Q_EMIT ready(m_address, localEmail, password());
    }
}

} // namespace beaver::admin
