#include <admin-ui/session/preferences.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

const auto addressKey = u"server/address"_s;
const auto emailKey = u"server/email"_s;
const auto themeKey = u"appearance/theme"_s;

} // namespace

Preferences::Preferences(const QString &path, QObject *parent)
    : QObject(parent)
    , m_settings(path.isEmpty() ? QSettings().fileName() : path,
                 path.isEmpty() ? QSettings::NativeFormat : QSettings::IniFormat)
{}

QString Preferences::serverAddress() const
{
    return m_settings.value(addressKey).toString();
}

void Preferences::setServerAddress(const QString &address)
{
    store(addressKey, address);
}

QString Preferences::email() const
{
    return m_settings.value(emailKey).toString();
}

void Preferences::setEmail(const QString &email)
{
    store(emailKey, email);
}

QString Preferences::theme() const
{
    const QString theme = m_settings.value(themeKey).toString();
    return theme == "light"_L1 || theme == "dark"_L1 ? theme : u"system"_s;
}

void Preferences::setTheme(const QString &theme)
{
    store(themeKey, theme);
}

void Preferences::store(const QString &key, const QString &value)
{
    if (m_settings.value(key).toString() == value)
        return;
    m_settings.setValue(key, value);
    Q_EMIT changed();
}

} // namespace beaver::admin
