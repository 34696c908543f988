#pragma once

#include <QObject>
#include <QString>

#include <functional>

namespace beaver::admin {

/// Admin keys in the system's keychain, one for each server. Where there is none, nothing is kept: never in a file.
class CredentialStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    Q_DISABLE_COPY_MOVE(CredentialStore)

    /// Why nothing can be kept, as a sentence; empty as long as it isn't known to be impossible.
    QString problem() const;
    /// Empty where nothing is kept or the keychain doesn't answer.
    void read(const QString &server, std::function<void(QString)> reply);
    /// Tells whether it is kept; maybe after a person has opened the keychain.
    void write(const QString &server, const QString &secret, std::function<void(bool)> reply);
    void remove(const QString &server);
};

} // namespace beaver::admin
