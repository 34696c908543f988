#include <QPointer>

#include <admin-ui/session/credential_store.h>

#ifdef BEAVER_HAS_KEYCHAIN
#include <qt6keychain/keychain.h>
#endif

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

const auto service = u"beaver-console"_s;

} // namespace

#ifdef BEAVER_HAS_KEYCHAIN

namespace {

/// A headless session has no bus, and asking for one takes seconds.
bool reachable()
{
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS");
#else
    return true;
#endif
}

} // namespace

QString CredentialStore::problem() const
{
    return reachable() ? QString() : tr("There is no keychain on this computer: the key is kept until you quit.");
}

void CredentialStore::read(const QString &server, std::function<void(QString)> reply)
{
    if (!reachable())
        return;
    auto *job = new QKeychain::ReadPasswordJob(service, this);
    job->setKey(server);
    connect(job, &QKeychain::Job::finished, this, [job, reply = std::move(reply)] {
        reply(job->error() == QKeychain::NoError ? job->textData() : QString());
    });
    job->start();
}

void CredentialStore::write(const QString &server, const QString &secret, std::function<void(bool)> reply)
{
    if (!reachable()) {
        reply(false);
        return;
    }
    auto *job = new QKeychain::WritePasswordJob(service, this);
    job->setKey(server);
    job->setTextData(secret);
    connect(job, &QKeychain::Job::finished, this,
            [job, reply = std::move(reply)] { reply(job->error() == QKeychain::NoError); });
    job->start();
}

void CredentialStore::remove(const QString &server)
{
    if (!reachable())
        return;
    auto *job = new QKeychain::DeletePasswordJob(service);
    job->setKey(server);
    job->start();
}

#else

QString CredentialStore::problem() const
{
    return tr("This build has no keychain: the key is kept until you quit.");
}

void CredentialStore::read(const QString &, std::function<void(QString)>) {}

void CredentialStore::write(const QString &, const QString &, std::function<void(bool)> reply)
{
    reply(false);
}

void CredentialStore::remove(const QString &) {}

#endif

} // namespace beaver::admin
