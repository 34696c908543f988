#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QSettings>

namespace beaver::admin {

/// What this computer remembers between two starts. Nothing secret.
class Preferences : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made in main()")
    Q_PROPERTY(QString serverAddress READ serverAddress WRITE setServerAddress NOTIFY changed FINAL)
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY changed FINAL)
    /// `system`, `light` or `dark`.
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY changed FINAL)

public:
    /// Kept in the INI file `path`, or in the person's own settings when it is empty.
    explicit Preferences(const QString &path = {}, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(Preferences)

    QString serverAddress() const;
    void setServerAddress(const QString &address);
    QString email() const;
    void setEmail(const QString &email);
    QString theme() const;
    void setTheme(const QString &theme);

Q_SIGNALS:
    void changed();

private:
    void store(const QString &key, const QString &value);

    QSettings m_settings;
};

} // namespace beaver::admin
