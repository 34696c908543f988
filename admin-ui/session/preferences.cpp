#include <admin-ui/session/preferences.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

const auto addressKey = u"server/address"_s;
const auto emailKey = u"server/email"_s;
const auto serversKey = u"server/known"_s;
const auto environmentsKey = u"server/environments"_s;
const auto compactKey = u"appearance/compact_rows"_s;
const auto foldedKey = u"appearance/folded_navigation"_s;
const auto firstStepsKey = u"appearance/first_steps_hidden"_s;
const auto refreshKey = u"overview/refresh_seconds"_s;
const auto cardsKey = u"overview/hidden_cards"_s;
const auto motionKey = u"appearance/reduced_motion"_s;
const auto languageKey = u"appearance/language"_s;
const auto geometryKey = u"window/geometry"_s;
const auto notifiesKey = u"window/notifies"_s;
const auto maximizedKey = u"window/maximized"_s;
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

QStringList Preferences::servers() const
{
    return m_settings.value(serversKey).toStringList();
}

void Preferences::rememberServer(const QString &address)
{
    QStringList known = servers();
    known.removeAll(address);
    known.prepend(address);
    store(serversKey, QStringList(known.mid(0, 8)));
}

void Preferences::forgetServer(const QString &address)
{
    QStringList known = servers();
    known.removeAll(address);
    store(serversKey, known);
}

QVariantMap Preferences::environments() const
{
    return m_settings.value(environmentsKey).toMap();
}

void Preferences::setEnvironment(const QString &host, const QString &environment)
{
    QVariantMap known = environments();
    if (environment.isEmpty())
        known.remove(host);
    else
        known[host] = environment;
    store(environmentsKey, known);
}

bool Preferences::compactRows() const
{
    return m_settings.value(compactKey).toBool();
}

void Preferences::setCompactRows(bool compact)
{
    store(compactKey, compact);
}

bool Preferences::hidesFirstSteps() const
{
    return m_settings.value(firstStepsKey).toBool();
}

void Preferences::setHidesFirstSteps(bool hides)
{
    store(firstStepsKey, hides);
}

int Preferences::refreshSeconds() const
{
    constexpr int usual = 10;
    return std::max(0, m_settings.value(refreshKey, usual).toInt());
}

void Preferences::setRefreshSeconds(int seconds)
{
    store(refreshKey, seconds);
}

QStringList Preferences::hiddenCards() const
{
    return m_settings.value(cardsKey).toStringList();
}

void Preferences::setHiddenCards(const QStringList &cards)
{
    store(cardsKey, cards);
}

bool Preferences::foldedNavigation() const
{
    return m_settings.value(foldedKey).toBool();
}

void Preferences::setFoldedNavigation(bool folded)
{
    store(foldedKey, folded);
}

bool Preferences::reducedMotion() const
{
    return m_settings.value(motionKey).toBool();
}

void Preferences::setReducedMotion(bool reduced)
{
    store(motionKey, reduced);
}

QString Preferences::language() const
{
    return m_settings.value(languageKey, u"system"_s).toString();
}

void Preferences::setLanguage(const QString &language)
{
    store(languageKey, language);
}

QRect Preferences::windowGeometry() const
{
    return m_settings.value(geometryKey).toRect();
}

void Preferences::setWindowGeometry(const QRect &geometry)
{
    store(geometryKey, geometry);
}

bool Preferences::notifies() const
{
    return m_settings.value(notifiesKey).toBool();
}

void Preferences::setNotifies(bool notifies)
{
    store(notifiesKey, notifies);
}

bool Preferences::isMaximized() const
{
    return m_settings.value(maximizedKey).toBool();
}

void Preferences::setMaximized(bool maximized)
{
    store(maximizedKey, maximized);
}

QVariantList Preferences::savedViews(const QString &page) const
{
    return m_settings.value(u"views/"_s + page).toList();
}

void Preferences::saveView(const QString &page, const QString &name, const QVariantMap &filters)
{
    forgetView(page, name);
    QVariantList views = savedViews(page);
    views.append(QVariantMap{{u"name"_s, name}, {u"filters"_s, filters}});
    store(u"views/"_s + page, views);
}

void Preferences::forgetView(const QString &page, const QString &name)
{
    QVariantList views = savedViews(page);
    views.removeIf([&name](const QVariant &view) { return view.toMap()[u"name"_s] == name; });
    store(u"views/"_s + page, views);
}

QVariantList Preferences::tableColumns(const QString &table, int of) const
{
    const QVariantMap kept = m_settings.value(u"columns/"_s + table).toMap();
    return kept[u"of"_s].toInt() == of ? kept[u"places"_s].toList() : QVariantList();
}

void Preferences::setTableColumns(const QString &table, int of, const QVariantList &places)
{
    if (!places.isEmpty())
        store(u"columns/"_s + table, QVariantMap{{u"of"_s, of}, {u"places"_s, places}});
    else if (m_settings.contains(u"columns/"_s + table))
        m_settings.remove(u"columns/"_s + table);
}

void Preferences::store(const QString &key, const QVariant &value)
{
    if (m_settings.value(key) == value)
        return;
    m_settings.setValue(key, value);
    Q_EMIT changed();
}

} // namespace beaver::admin
